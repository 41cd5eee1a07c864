import type { Deps } from "../deps.ts";
import { caseModel } from "./case-model.ts";

/** How far cases got, as far as their disposition depends on it. */
export interface CaseGroup {
  /** AAPOR code of final cases; null while they are being worked. */
  disposition: string | null;
  refused: boolean;
  contacted: boolean;
  cases: number;
}

/** Cases per state over some studies. */
export async function countsByState(deps: Deps, studyIds: string[]): Promise<Record<string, number>> {
  const rows = await caseModel(deps.db)
    .collection.aggregate([
      { $match: { studyId: { $in: studyIds } } },
      { $group: { _id: "$state", n: { $sum: 1 } } },
    ])
    .toArray();
  return Object.fromEntries(rows.map((row) => [String(row._id), Number(row.n)]));
}

/** Cases per AAPOR disposition of a study; cases that are not final count as "". */
export async function countsByDisposition(deps: Deps, studyId: string): Promise<Record<string, number>> {
  const rows = await caseModel(deps.db)
    .collection.aggregate([
      { $match: { studyId } },
      { $group: { _id: { $ifNull: ["$disposition", ""] }, n: { $sum: 1 } } },
    ])
    .toArray();
  return Object.fromEntries(rows.map((row) => [String(row._id), Number(row.n)]));
}

/** Cases of released replicates, by what their disposition depends on. */
export async function countsByProgress(deps: Deps, studyId: string): Promise<CaseGroup[]> {
  const rows = await caseModel(deps.db)
    .collection.aggregate<{ _id: Omit<CaseGroup, "cases">; cases: number }>([
      { $match: { studyId, state: { $ne: "held" } } },
      {
        $group: {
          _id: {
            disposition: "$disposition",
            refused: { $gt: ["$refusals", 0] },
            contacted: { $gt: ["$contacts", 0] },
          },
          cases: { $sum: 1 },
        },
      },
    ])
    .toArray();
  return rows.map(({ _id, cases }) => ({ ..._id, cases }));
}

/** When the next waiting case of some studies becomes callable. */
export async function nextWindow(deps: Deps, studyIds: string[]): Promise<Date | null> {
  const states = ["waiting", "rest", "appointment", "suspended", "hold-information"];
  const [row] = await caseModel(deps.db)
    .collection.find({ state: { $in: states }, studyId: { $in: studyIds }, windowFrom: { $ne: null } })
    .sort({ windowFrom: 1 })
    .limit(1)
    .project({ windowFrom: 1 })
    .toArray();
  return (row?.windowFrom as Date | undefined) ?? null;
}
