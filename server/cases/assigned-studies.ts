import type { Deps } from "../deps.ts";
import { callTimeByStudy } from "./attempt-store.ts";
import { type FieldStudy, fieldStudies } from "./field-study.ts";
import { orderStudies } from "./study-order.ts";

const inField = ["test", "pilot", "soft", "open"];
/** Shares are kept over this time: a long working day. */
const shareWindowMs = 12 * 3_600_000;

/** The person's assignment to a study, if it holds now; a sensitive study asks for a certified person. */
export function assignmentOf(study: Pick<FieldStudy, "team" | "sensitive">, userId: string, now: Date) {
  return study.team.find(
    (member) =>
      member.userId === userId &&
      (!member.from || member.from <= now) &&
      (!member.until || member.until >= now) &&
      (!study.sensitive || member.certified === true),
  );
}

/**
 * Studies in the field to which a person is assigned now, in the order in which a claim asks them.
 * @param studyIds only these, in this order
 */
export async function studiesOf(deps: Deps, userId: string, studyIds?: string[]): Promise<FieldStudy[]> {
  const now = deps.clock.now();
  const mine = [...(await fieldStudies(deps)).values()].flatMap((study) => {
    const member = inField.includes(study.status) ? assignmentOf(study, userId, now) : undefined;
    const { _id, callingOrder } = study;
    return member ? [{ _id, callingOrder, share: member.share ?? null, study }] : [];
  });
  if (studyIds) return studyIds.flatMap((id) => mine.find(({ _id }) => _id === id)?.study ?? []);
  // Most people have no shares: then a claim costs no further read.
  const worked = mine.some(({ share }) => share !== null)
    ? await callTimeByStudy(deps, userId, new Date(now.getTime() - shareWindowMs))
    : new Map<string, number>();
  return orderStudies(mine, worked).map(({ study }) => study);
}
