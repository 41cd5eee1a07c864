import type { Deps } from "../deps.ts";
import type { CaseDoc, CaseState } from "./case.ts";
import { caseModel } from "./case-model.ts";

export type CaseLine = Pick<
  CaseDoc,
  | "_id"
  | "reference"
  | "state"
  | "why"
  | "lease"
  | "attempts"
  | "lastAttemptAt"
  | "windowFrom"
  | "disposition"
  | "finalOutcome"
  | "appointment"
  | "language"
>;

const shown = {
  reference: 1,
  state: 1,
  why: 1,
  lease: 1,
  attempts: 1,
  lastAttemptAt: 1,
  windowFrom: 1,
  disposition: 1,
  finalOutcome: 1,
  appointment: 1,
  language: 1,
};

/** Some cases of a study for a list, in the order of the index on study and state. */
export async function listCases(
  deps: Deps,
  query: { studyId: string; states?: readonly CaseState[]; skip: number; limit: number },
): Promise<CaseLine[]> {
  return (await caseModel(deps.db)
    .collection.find({
      studyId: query.studyId,
      ...(query.states ? { state: { $in: [...query.states] } } : {}),
    })
    .project(shown)
    .skip(query.skip)
    .limit(query.limit)
    .toArray()) as unknown as CaseLine[];
}

/** Cases by their ids, in no order, for lists that name them. */
export async function listCasesById(deps: Deps, ids: readonly string[]): Promise<CaseLine[]> {
  return (await caseModel(deps.db)
    .collection.find({ _id: { $in: [...ids] as never[] } })
    .project(shown)
    .toArray()) as unknown as CaseLine[];
}
