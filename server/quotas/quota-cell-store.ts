import type { Collection } from "mongodb";
import type { Deps } from "../deps.ts";
import type { QuotaCellDoc } from "./quota-cell.ts";
import { quotaCellModel } from "./quota-cell-model.ts";

const cells = (deps: Deps) => quotaCellModel(deps.db).collection as unknown as Collection<QuotaCellDoc>;

const returnedSoFar = { $ifNull: ["$returned", []] };

/** Takes a place, if there is one and the interview has none: the guard makes an overshoot impossible. */
export async function takePlace(deps: Deps, cellId: string, interviewId: string): Promise<boolean> {
  const done = await cells(deps).updateOne(
    {
      _id: cellId,
      removedAt: null,
      held: { $ne: interviewId },
      $expr: { $lt: [{ $add: ["$completes", { $size: "$held" }] }, "$target"] },
    },
    { $push: { held: interviewId } },
  );
  return done.modifiedCount === 1;
}

export function findCell(deps: Deps, cellId: string): Promise<QuotaCellDoc | null> {
  return cells(deps).findOne({ _id: cellId, removedAt: null });
}

/** Gives back the interview's places in a study, except those in `keep`; of one node only if it is given. */
export async function dropPlaces(
  deps: Deps,
  interview: { _id: string; studyId: string },
  which: { node?: string; keep?: readonly string[] } = {},
): Promise<void> {
  await cells(deps).updateMany(
    {
      studyId: interview.studyId,
      ...(which.node === undefined ? {} : { node: which.node }),
      held: interview._id,
      ...(which.keep ? { _id: { $nin: [...which.keep] } } : {}),
    },
    { $pull: { held: interview._id } },
  );
}

/** Turns held places into completes; a place that is held no more was turned before. */
export async function countPlaces(
  deps: Deps,
  cellIds: readonly string[],
  interviewId: string,
): Promise<void> {
  await cells(deps).updateMany(
    { _id: { $in: [...cellIds] }, held: interviewId },
    { $pull: { held: interviewId }, $inc: { completes: 1 } },
  );
}

/**
 * Takes an interview that was declared invalid out of the completes of its cells, once. Its id stays in the cell, so
 * that however late the same is asked again, nothing happens.
 */
export async function returnPlaces(
  deps: Deps,
  cellIds: readonly string[],
  interviewId: string,
): Promise<void> {
  await cells(deps).updateMany({ _id: { $in: [...cellIds] }, returned: { $ne: interviewId } }, [
    {
      $set: {
        // A cell that was made a moment ago may not have counted it yet; the recount leaves it out.
        completes: { $max: [0, { $subtract: ["$completes", 1] }] },
        returned: { $concatArrays: [returnedSoFar, [{ $literal: interviewId }]] },
      },
    },
  ]);
}

/** A place for an interview that was let in before the cell existed. It counts whatever the target says. */
export async function addPlace(deps: Deps, cellId: string, interviewId: string): Promise<void> {
  await cells(deps).updateOne(
    { _id: cellId, removedAt: null, held: { $ne: interviewId } },
    { $push: { held: interviewId } },
  );
}

export async function dropPlace(deps: Deps, cellId: string, interviewId: string): Promise<void> {
  await cells(deps).updateOne({ _id: cellId }, { $pull: { held: interviewId } });
}

export function cellsOfStudy(deps: Deps, studyId: string): Promise<QuotaCellDoc[]> {
  return cells(deps).find({ studyId, removedAt: null }).sort({ node: 1, _id: 1 }).toArray();
}

/** Cells of a study whose completes have reached their target. */
export function fullCells(deps: Deps, studyId: string): Promise<QuotaCellDoc[]> {
  return cells(deps)
    .find({ studyId, removedAt: null, $expr: { $gte: ["$completes", "$target"] } })
    .toArray();
}

/** Cells that were removed and whose cases the planner has yet to free. */
export function removedCells(deps: Deps, studyId: string): Promise<QuotaCellDoc[]> {
  return cells(deps)
    .find({ studyId, removedAt: { $ne: null } })
    .toArray();
}

/** Cells with places held, of all studies: for the sweeper. */
export function cellsWithPlaces(deps: Deps): Promise<Pick<QuotaCellDoc, "_id" | "node" | "held">[]> {
  return cells(deps)
    .find({ "held.0": { $exists: true } }, { projection: { node: 1, held: 1 } })
    .toArray();
}

/** Studies that have cells. */
export function studiesWithCells(deps: Deps): Promise<string[]> {
  return cells(deps).distinct("studyId");
}

/** Makes the cell or changes its target; the count stays. false: it is so already. */
export async function setTarget(
  deps: Deps,
  cell: Pick<QuotaCellDoc, "_id" | "studyId" | "node" | "values" | "target">,
): Promise<boolean> {
  const { _id, target, ...fixed } = cell;
  const done = await cells(deps).updateOne(
    { _id },
    {
      $set: { target, removedAt: null },
      $setOnInsert: { ...fixed, completes: 0, held: [], returned: [], blockedAt: null, rankedFill: null },
    },
    { upsert: true },
  );
  return done.modifiedCount + done.upsertedCount > 0;
}

/** From now on the cell counts nobody and blocks nobody; {@link deleteCell} follows when its cases are free. false: it is removed already. */
export async function removeCell(deps: Deps, cellId: string): Promise<boolean> {
  const done = await cells(deps).updateOne(
    { _id: cellId, removedAt: null },
    { $set: { removedAt: deps.clock.now(), held: [] } },
  );
  return done.modifiedCount === 1;
}

/** Not if somebody made the cell again meanwhile. */
export async function deleteCell(deps: Deps, cellId: string): Promise<void> {
  await cells(deps).deleteOne({ _id: cellId, removedAt: { $ne: null } });
}

/**
 * Counts these interviews, save those that still hold a place, because their completion is about to count them, and
 * those that gave theirs back. False if somebody completed or was taken out meanwhile: count again. (One of each would
 * leave `completes` as it was; both together with `returned` only ever rise.)
 */
export async function setCompletes(
  deps: Deps,
  cell: Pick<QuotaCellDoc, "_id" | "completes" | "returned">,
  interviewIds: readonly string[],
): Promise<boolean> {
  const others = { $setUnion: ["$held", returnedSoFar] };
  const done = await cells(deps).updateOne(
    {
      _id: cell._id,
      completes: cell.completes,
      $expr: { $eq: [{ $size: returnedSoFar }, cell.returned?.length ?? 0] },
    },
    [{ $set: { completes: { $size: { $setDifference: [{ $literal: interviewIds }, others] } } } }],
  );
  return done.matchedCount === 1;
}

export async function markCell(
  deps: Deps,
  cellId: string,
  mark: Partial<Pick<QuotaCellDoc, "blockedAt" | "rankedFill">>,
): Promise<void> {
  await cells(deps).updateOne({ _id: cellId }, { $set: mark });
}

/** Some of the cell's cases are blocked already, the others in the next round. */
export async function markAgain(deps: Deps, cellId: string): Promise<void> {
  await cells(deps).updateOne({ _id: cellId, blockedAt: null }, { $set: { blockedAt: new Date(0) } });
}

/** The cases of the study are looked at again in the next round: some came or changed. */
export async function unmarkCells(deps: Deps, studyId: string): Promise<void> {
  await cells(deps).updateMany({ studyId, blockedAt: { $ne: null } }, { $set: { blockedAt: new Date(0) } });
  await cells(deps).updateMany({ studyId, rankedFill: { $ne: null } }, { $set: { rankedFill: null } });
}
