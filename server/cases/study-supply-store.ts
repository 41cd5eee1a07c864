import type { Deps } from "../deps.ts";
import { type CaseDoc, type CaseState, caseStates, windowedStates } from "./case.ts";
import { caseModel } from "./case-model.ts";

/** How many cases of a study are where. */
export interface StudySupply {
  states: Record<CaseState, number>;
  /** Of the blocked ones, those that a full quota cell blocks. */
  byQuota: number;
  /** Ready ones by what they ask of an interviewer and of the hour. */
  pools: { pool: string; ready: number }[];
}

/**
 * Counted by the index of the claim alone, state by state and pool by pool, for no document is needed: 1,000,000 cases
 * take half a second. One grouping over them all takes twice as long.
 */
export async function countSupply(deps: Deps, studyId: string): Promise<StudySupply> {
  const cases = caseModel(deps.db).collection;
  const [states, byQuota, pools] = await Promise.all([
    Promise.all(
      caseStates.map(async (state) => {
        // Of the ready ones the pools are counted; their sum is the state.
        const count = state === "ready" ? 0 : await cases.countDocuments({ studyId, state });
        return [state, count] as const;
      }),
    ),
    cases.countDocuments({ studyId, state: "blocked", "why.code": "quota-full" }),
    readyByPool(deps, studyId),
  ]);
  const ready = pools.reduce((sum, pool) => sum + pool.ready, 0);
  return { states: { ...(Object.fromEntries(states) as StudySupply["states"]), ready }, byQuota, pools };
}

async function readyByPool(deps: Deps, studyId: string): Promise<StudySupply["pools"]> {
  const cases = caseModel(deps.db).collection;
  const pools = (await cases.distinct("pool", { studyId, state: "ready" })) as string[];
  return Promise.all(
    pools.map(async (pool) => ({
      pool,
      ready: await cases.countDocuments({ studyId, state: "ready", pool }),
    })),
  );
}

/** A case whose window opens, or has opened since the planner last looked. */
export type OpeningWindow = Pick<CaseDoc, "studyId" | "pool"> & { windowFrom: Date };

/** A window may open outside the hours, so that a later one comes first; few do, so a few windows tell. */
const firstWindows = 20;

/** The first windows among the cases of some studies, by each of the states whose end is a time. */
export async function nextWindows(
  deps: Deps,
  studyIds: string[],
): Promise<Partial<Record<CaseState, OpeningWindow[]>>> {
  const found = await Promise.all(
    windowedStates.map(async (state) => {
      const rows = (await caseModel(deps.db)
        .collection.find({ studyId: { $in: studyIds }, state, windowFrom: { $ne: null } })
        .sort({ windowFrom: 1 })
        .limit(firstWindows)
        .project({ studyId: 1, pool: 1, windowFrom: 1 })
        .hint({ studyId: 1, state: 1, windowFrom: 1 })
        .toArray()) as unknown as OpeningWindow[];
      return [state, rows] as const;
    }),
  );
  return Object.fromEntries(found);
}
