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
