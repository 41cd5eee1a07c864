import { listCasesById } from "../cases/case-desk.ts";
import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { findUsersById } from "../users/users.ts";
import type { Review } from "./review.ts";
import { answerFacts, paceOf, type ReviewSignal, reviewSignals, usualPace } from "./review-signals.ts";
import {
  findForReview,
  findReviewLines,
  latestPaces,
  type ReviewLine,
  type ReviewState,
} from "./review-store.ts";

export { countForReview, findOfCase, type ReviewState } from "./review-store.ts";

/** So many of the latest completes say what is usual. */
const comparedWith = 200;

/** A line of a review list. */
export interface ReviewRow {
  _id: string;
  caseId: string;
  reference: string;
  interviewers: { id: string; name: string }[];
  endedAt: Date | null;
  /** On screens. */
  activeMs: number;
  signals: ReviewSignal[];
  review: Review | null;
}

/** The usual pace of a study, from its latest completes; null while there are too few. */
export async function usualPaceOf(deps: Deps, studyId: string): Promise<number | null> {
  const latest = await latestPaces(deps, studyId, comparedWith);
  return usualPace(latest.flatMap((one) => paceOf(one) ?? []));
}

/** What points at these interviews, by their ids. */
export async function signalsOf(
  deps: Deps,
  lines: readonly Pick<ReviewLine, "_id" | "version" | "state" | "activeMs">[],
  usual: number | null,
): Promise<Map<string, ReviewSignal[]>> {
  const hashes = [...new Set(lines.map(({ version }) => version))];
  const compiled = new Map(
    await Promise.all(hashes.map(async (hash) => [hash, await compiledQuestionnaire(deps, hash)] as const)),
  );
  return new Map(
    lines.map(({ _id, version, state, activeMs }) => {
      const questionnaire = compiled.get(version);
      const own = paceOf({ activeMs, answers: Object.keys(state.answers).length });
      return [
        _id,
        questionnaire ? reviewSignals({ own, usual }, answerFacts(questionnaire, state)) : [],
      ] as const;
    }),
  );
}

/** One page of a list: the waiting interviews oldest first, the others newest first. */
export async function reviewList(
  deps: Deps,
  query: { studyId: string; state: ReviewState; interviewer?: string; page: number; length: number },
): Promise<{ rows: ReviewRow[]; more: boolean }> {
  const { page, length, ...which } = query;
  const [found, usual] = await Promise.all([
    findForReview(deps, { ...which, skip: (page - 1) * length, limit: length + 1 }),
    usualPaceOf(deps, query.studyId),
  ]);
  const lines = found.slice(0, length);
  const [cases, people, signals] = await Promise.all([
    listCasesById(
      deps,
      lines.map(({ caseId }) => caseId),
    ),
    findUsersById(deps.db, [...new Set(lines.flatMap(({ interviewers }) => interviewers))]),
    signalsOf(deps, lines, usual),
  ]);
  const references = new Map(cases.map(({ _id, reference }) => [_id, reference]));
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  const rows = lines.map(({ _id, caseId, interviewers, endedAt, activeMs, review }) => ({
    ...{ _id, caseId, endedAt, activeMs, review: review ?? null },
    reference: references.get(caseId) ?? caseId,
    interviewers: interviewers.map((id) => ({ id, name: names.get(id) ?? id })),
    signals: signals.get(_id) ?? [],
  }));
  return { rows, more: found.length > length };
}

/** What there is to say about interviews that were not accepted with the others: who decided what before. */
export async function decidedElsewhere(
  deps: Deps,
  studyId: string,
  ids: readonly string[],
): Promise<{ _id: string; reference: string; review: Review | null }[]> {
  if (ids.length === 0) return [];
  const lines = await findReviewLines(deps, studyId, ids);
  const cases = await listCasesById(
    deps,
    lines.map(({ caseId }) => caseId),
  );
  const references = new Map(cases.map(({ _id, reference }) => [_id, reference]));
  return lines.map(({ _id, caseId, review }) => ({
    _id,
    reference: references.get(caseId) ?? caseId,
    review: review ?? null,
  }));
}
