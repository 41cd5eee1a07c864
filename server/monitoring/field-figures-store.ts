import type { Database } from "../db/database.ts";

/** Counts over the cases and attempts of studies, for the desk pages. Every query starts from an index on the study. */

export interface StateCount {
  studyId: string;
  state: string;
  disposition: string | null;
  /** Was it dialed at least once? */
  attempted: boolean;
  count: number;
}

export async function countCases(db: Database, studyIds: string[]): Promise<StateCount[]> {
  return db
    .collection("cases")
    .aggregate<StateCount>([
      { $match: { studyId: { $in: studyIds } } },
      {
        $group: {
          _id: {
            studyId: "$studyId",
            state: "$state",
            disposition: "$disposition",
            attempted: { $gt: ["$attempts", 0] },
          },
          count: { $sum: 1 },
        },
      },
      { $replaceWith: { $mergeObjects: ["$_id", { count: "$count" }] } },
    ])
    .toArray();
}

export interface OutcomeCount {
  outcome: string;
  aapor: string | null;
  count: number;
}

export async function countOutcomes(db: Database, studyId: string): Promise<OutcomeCount[]> {
  return db
    .collection("attempts")
    .aggregate<OutcomeCount>([
      { $match: { studyId, outcome: { $ne: null } } },
      // An attempt whose interview was declared invalid counts as what the review made of it.
      { $set: { counts: { $ifNull: ["$corrected", { outcome: "$outcome", aapor: "$aapor" }] } } },
      { $group: { _id: "$counts.outcome", aapor: { $last: "$counts.aapor" }, count: { $sum: 1 } } },
      { $project: { _id: 0, outcome: "$_id", aapor: 1, count: 1 } },
      { $sort: { count: -1, outcome: 1 } },
    ])
    .toArray();
}

/** Completes by local day ("2026-11-19") since `from`. */
export async function completesPerDay(
  db: Database,
  studyId: string,
  aapor: readonly string[],
  from: Date,
  timezone: string,
): Promise<{ day: string; count: number }[]> {
  return db
    .collection("attempts")
    .aggregate<{ day: string; count: number }>([
      { $match: { studyId, startedAt: { $gte: from }, aapor: { $in: [...aapor] }, corrected: null } },
      {
        $group: {
          _id: { $dateToString: { date: "$startedAt", format: "%Y-%m-%d", timezone } },
          count: { $sum: 1 },
        },
      },
      { $project: { _id: 0, day: "$_id", count: 1 } },
      { $sort: { day: 1 } },
    ])
    .toArray();
}
