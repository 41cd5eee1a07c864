import type { FieldError } from "../http/problem.ts";
import { dayOf } from "../typed-time.ts";
import type { TeamMember } from "./study-model.ts";

const dayMs = 86_400_000;

/**
 * One person's assignment as typed: days included on both ends (UTC), share in percent, skills by commas.
 * Field names are `from.<userId>` and so on.
 */
export function readAssignment(
  member: TeamMember,
  form: Record<string, string>,
): { member: TeamMember; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const typed = (name: string) => form[`${name}.${member.userId}`]?.trim() ?? "";
  const fault = (name: string) =>
    errors.push({ pointer: `${name}.${member.userId}`, detail: name === "share" ? "share" : "day" });
  const day = (name: "from" | "until") => {
    const text = typed(name);
    const found = dayOf(text);
    if (text && !found) fault(name);
    return found && new Date(Date.parse(`${found}T00:00:00Z`) + (name === "until" ? dayMs - 1 : 0));
  };
  const from = day("from");
  const until = day("until");
  if (from && until && until < from) fault("until");
  const percent = typed("share").replace("%", "").trim();
  const share = percent === "" ? null : Number(percent) / 100;
  if (share !== null && !(share >= 0 && share <= 1)) fault("share");
  const skills = typed("skills")
    .split(/[\s,]+/)
    .filter(Boolean);
  return {
    member: {
      userId: member.userId,
      from,
      until,
      share,
      skills,
      certified: typed("certified") === "yes",
    },
    errors,
  };
}
