import { consentModel } from "../compliance/consent-model.ts";
import type { Deps } from "../deps.ts";
import { caseModel } from "./case-model.ts";
import { contactModel } from "./contact-model.ts";
import { type ImportDoc, importModel } from "./import-model.ts";

/** An import that shows no sign of life for so long was left by a crash. */
const staleMs = 600_000;

/** Begins an import. null: another one of this study is running. */
export async function beginImport(
  deps: Deps,
  request: Pick<ImportDoc, "studyId" | "by" | "replicates" | "source" | "filename">,
): Promise<ImportDoc | null> {
  await sweepImports(deps, request.studyId);
  const last = await importModel(deps.db)
    .findOne({ studyId: request.studyId, status: "complete" })
    .sort({ firstNumber: -1 })
    .lean<ImportDoc>();
  const now = deps.clock.now();
  const doc: ImportDoc = {
    _id: deps.newId(),
    ...request,
    status: "loading",
    startedAt: now,
    aliveAt: now,
    rows: 0,
    cases: 0,
    blocked: 0,
    duplicates: 0,
    firstNumber: last ? last.firstNumber + last.cases : 10_001,
    releasedTo: 0,
  };
  try {
    await importModel(deps.db).collection.insertOne(doc as never);
    return doc;
  } catch (error) {
    if ((error as { code?: number }).code === 11000) return null;
    throw error;
  }
}

/** Sign of life, and how far it is. */
export async function importAlive(deps: Deps, batch: string, rows: number): Promise<void> {
  await importModel(deps.db).updateOne({ _id: batch }, { $set: { aliveAt: deps.clock.now(), rows } });
}

/** A sign of life for all that run. */
export async function importsAlive(deps: Deps): Promise<void> {
  await importModel(deps.db).updateMany({ status: "loading" }, { $set: { aliveAt: deps.clock.now() } });
}

/** The import of a study that runs now, on whatever process, and the rows that it has read. */
export async function runningImport(
  deps: Deps,
  studyId: string,
): Promise<Pick<ImportDoc, "startedAt" | "rows"> | null> {
  return importModel(deps.db)
    .findOne({ studyId, status: "loading" }, { startedAt: 1, rows: 1, _id: 0 })
    .lean<ImportDoc>();
}

/** The one write that makes the cases of a batch visible. false: it was dropped meanwhile, as one that a crash left. */
export async function completeImport(
  deps: Deps,
  batch: string,
  figures: Pick<ImportDoc, "rows" | "cases" | "blocked" | "duplicates" | "releasedTo">,
): Promise<boolean> {
  const done = await importModel(deps.db).updateOne(
    { _id: batch, status: "loading" },
    { $set: { status: "complete", ...figures } },
  );
  return done.matchedCount === 1;
}

/** Deletes what an unfinished import wrote; safe to repeat, and after a crash in the middle of itself. */
export async function dropImport(deps: Deps, batch: string): Promise<void> {
  await caseModel(deps.db).collection.deleteMany({ batch });
  await contactModel(deps.db).collection.deleteMany({ batch });
  await consentModel(deps.db).collection.deleteMany({ batch });
  await importModel(deps.db).updateOne({ _id: batch, status: "loading" }, { $set: { status: "failed" } });
}

/** Drops imports that a crash left. @returns how many */
export async function sweepImports(deps: Deps, studyId?: string): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - staleMs);
  const stale = await importModel(deps.db)
    .find({ status: "loading", aliveAt: { $lt: before }, ...(studyId ? { studyId } : {}) })
    .lean<ImportDoc[]>();
  for (const left of stale) await dropImport(deps, left._id);
  return stale.length;
}

export async function completeImports(deps: Deps, studyId?: string): Promise<ImportDoc[]> {
  return importModel(deps.db)
    .find({ status: "complete", ...(studyId ? { studyId } : {}) })
    .sort({ firstNumber: 1 })
    .lean<ImportDoc[]>();
}

/** What was taken over last into a study, newest first. */
export async function latestImports(deps: Deps, studyId: string, most: number): Promise<ImportDoc[]> {
  return importModel(deps.db)
    .find({ status: "complete", studyId })
    .sort({ firstNumber: -1 })
    .limit(most)
    .lean<ImportDoc[]>();
}

export async function setReleased(deps: Deps, batch: string, releasedTo: number): Promise<void> {
  await importModel(deps.db).updateOne({ _id: batch }, { $max: { releasedTo } });
}

export interface ReplicateCounts {
  batch: string;
  replicate: number;
  cases: number;
  held: number;
  dialed: number;
  contacted: number;
  final: number;
  completes: number;
}

/** Cases by import and replicate; one pass over the cases of these imports. */
export async function countByReplicate(deps: Deps, batches: string[]): Promise<ReplicateCounts[]> {
  const countIf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  return caseModel(deps.db)
    .collection.aggregate<ReplicateCounts>([
      { $match: { batch: { $in: batches } } },
      {
        $group: {
          _id: { batch: "$batch", replicate: "$replicate" },
          cases: { $sum: 1 },
          held: countIf({ $eq: ["$state", "held"] }),
          dialed: countIf({ $gt: ["$attempts", 0] }),
          contacted: countIf({ $gt: ["$contacts", 0] }),
          final: countIf({ $eq: ["$state", "final"] }),
          completes: countIf({ $in: ["$disposition", ["1.0", "1.1"]] }),
        },
      },
      { $sort: { "_id.replicate": 1 } },
      { $set: { batch: "$_id.batch", replicate: "$_id.replicate" } },
      { $unset: "_id" },
    ])
    .toArray();
}

/** One import; null when it is not on record. */
export async function findImport(deps: Deps, batch: string): Promise<ImportDoc | null> {
  return importModel(deps.db).findById(batch).lean<ImportDoc>();
}
