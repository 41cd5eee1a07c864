import type { Deps } from "../deps.ts";
import type { CaseDoc, CaseState } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { type CaseStep, pushStep } from "./case-step.ts";

/** Members of a case that a write sets. */
export type CaseMembers = Partial<Omit<CaseDoc, "_id">>;
/** What must still hold for a guarded write; `planRevision` and `fence` are the usual ones. */
export type CaseGuard = Partial<Pick<CaseDoc, "planRevision" | "fence">> & {
  states?: readonly CaseState[];
  heldBy?: string;
  unleased?: true;
  plannedBelow?: number;
};

function native(deps: Deps) {
  return caseModel(deps.db).collection;
}

function filterOf(id: string, guard: CaseGuard) {
  const { states, heldBy, unleased, plannedBelow, ...equal } = guard;
  return {
    _id: id,
    ...equal,
    ...(states ? { state: { $in: states } } : {}),
    ...(heldBy ? { "lease.by": heldBy } : {}),
    ...(unleased ? { lease: null } : {}),
    ...(plannedBelow !== undefined ? { plannedTo: { $lt: plannedBelow } } : {}),
  } as never;
}

export async function findCase(deps: Deps, caseId: string): Promise<CaseDoc | null> {
  return (await native(deps).findOne({ _id: caseId as never })) as unknown as CaseDoc | null;
}

export async function findCaseByReference(
  deps: Deps,
  studyId: string,
  reference: string,
): Promise<CaseDoc | null> {
  return (await native(deps).findOne({ reference, studyId })) as unknown as CaseDoc | null;
}

export async function findCaseHeldBy(deps: Deps, userId: string): Promise<CaseDoc | null> {
  return (await native(deps).findOne({ "lease.by": userId })) as unknown as CaseDoc | null;
}

/**
 * The one way to change a case: sets members while the guard holds and raises `planRevision`, so that nobody
 * acts on what was read before; `step` is kept for the case's history. null: the guard does not hold (any more).
 */
export async function updateCase(
  deps: Deps,
  caseId: string,
  guard: CaseGuard,
  members: CaseMembers,
  step?: CaseStep,
): Promise<CaseDoc | null> {
  return (await native(deps).findOneAndUpdate(
    filterOf(caseId, guard),
    { $set: members, $inc: { planRevision: 1 }, ...(step ? { $push: pushStep(step) } : {}) } as never,
    { returnDocument: "after" },
  )) as unknown as CaseDoc | null;
}

/** Takes a case for a person and raises its fence. "holds-other": the person holds another case. */
export async function leaseCase(
  deps: Deps,
  caseId: string,
  guard: CaseGuard,
  lease: NonNullable<CaseDoc["lease"]>,
): Promise<CaseDoc | null | "holds-other"> {
  try {
    return (await native(deps).findOneAndUpdate(
      filterOf(caseId, { ...guard, unleased: true }),
      { $set: { state: "leased", lease }, $inc: { planRevision: 1, fence: 1 } } as never,
      { returnDocument: "after" },
    )) as unknown as CaseDoc | null;
  } catch (error) {
    if ((error as { code?: number }).code === 11000) return "holds-other";
    throw error;
  }
}

/** Adds a number to a case, once by its id. */
export async function pushCaseNumber(
  deps: Deps,
  caseId: string,
  number: CaseDoc["numbers"][number],
): Promise<void> {
  await native(deps).updateOne({ _id: caseId as never, "numbers.id": { $ne: number.id } }, {
    $push: { numbers: number },
    $inc: { planRevision: 1 },
  } as never);
}

/** Prolongs a lease; no plan changes. false: it is not this holder's any more. */
export async function prolongLease(
  deps: Deps,
  request: { caseId: string; fence: number; userId: string; until: Date },
): Promise<boolean> {
  const done = await native(deps).updateOne(
    { _id: request.caseId as never, fence: request.fence, "lease.by": request.userId },
    { $set: { "lease.until": request.until } },
  );
  return done.matchedCount === 1;
}

export type Candidate = Pick<CaseDoc, "_id" | "studyId" | "planRevision" | "band" | "notFor"> & {
  appointment: { for: Date; withUser: string | null } | null;
};

/** The best ready cases of some pools of a study, best first. */
export async function readCandidates(
  deps: Deps,
  request: { studyId: string; pools: string[]; limit: number },
): Promise<Candidate[]> {
  return (await native(deps)
    .find({ studyId: request.studyId, state: "ready", pool: { $in: request.pools } })
    .project({
      ...{ studyId: 1, planRevision: 1, band: 1, notFor: 1 },
      ...{ "appointment.for": 1, "appointment.withUser": 1 },
    })
    .sort({ band: 1, score: -1 })
    .limit(request.limit)
    .toArray()) as unknown as Candidate[];
}

/** The pools that ready cases of a study are in. */
export async function readyPools(deps: Deps, studyId: string): Promise<string[]> {
  return (await native(deps).distinct("pool", { studyId, state: "ready" })) as string[];
}
