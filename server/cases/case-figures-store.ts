import type { Deps } from "../deps.ts";
import { caseModel } from "./case-model.ts";

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
