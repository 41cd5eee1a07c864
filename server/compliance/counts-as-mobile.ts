import type { Policy } from "../calling/policy.ts";
import type { CaseNumber } from "../cases/case.ts";

const dayMs = 86_400_000;

/**
 * Is a number mobile for the rules? By the numbering plan, unless the policy wants a check of its type: then a number
 * without one, with an old one or one that found nothing counts as mobile, and so does one that was ported to a
 * mobile carrier (47 CFR 64.1200(a)(1)(iv)).
 */
export function countsAsMobile(
  number: Pick<CaseNumber, "kind" | "check">,
  { limits }: Pick<Policy, "limits">,
  now: Date,
): boolean {
  if (!limits.daysSinceNumberCheck) return number.kind === "mobile";
  const { check } = number;
  if (!check?.on || check.ported || check.type === "unknown") return true;
  const days = (now.getTime() - check.on.getTime()) / dayMs;
  // A day to come is no day of a check.
  if (days < 0 || days > limits.daysSinceNumberCheck.limit) return true;
  return check.type === "mobile";
}
