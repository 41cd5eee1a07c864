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

/** The case with exactly this reference; typed in small letters it is found too. */
export async function findByReference(
  deps: Deps,
  query: { studyId: string; reference: string },
): Promise<CaseLine | null> {
  return (await caseModel(deps.db).collection.findOne(
    { reference: { $in: [query.reference, query.reference.toUpperCase()] }, studyId: query.studyId },
    { projection: shown },
  )) as unknown as CaseLine | null;
}

/** Cases of a study by their ids. */
export async function findCasesById(
  deps: Deps,
  query: { studyId: string; ids: string[] },
): Promise<CaseLine[]> {
  return (await caseModel(deps.db)
    .collection.find({ _id: { $in: query.ids as never[] }, studyId: query.studyId })
    .project(shown)
    .toArray()) as unknown as CaseLine[];
}

const most = 20;

/** Cases of several studies with exactly this reference; typed in small letters they are found too. */
export async function casesByReference(
  deps: Deps,
  query: { studyIds: string[]; reference: string },
): Promise<CaseDoc[]> {
  const { studyIds, reference } = query;
  return caseModel(deps.db)
    .find({ reference: { $in: [reference, reference.toUpperCase()] }, studyId: { $in: studyIds } })
    .limit(most)
    .lean<CaseDoc[]>();
}

export async function findFullCases(deps: Deps, ids: string[]): Promise<CaseDoc[]> {
  return caseModel(deps.db)
    .find({ _id: { $in: ids } })
    .limit(most)
    .lean<CaseDoc[]>();
}
