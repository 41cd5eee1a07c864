import type { Deps } from "../deps.ts";
import type { CaseState } from "./case.ts";
import { countsByDisposition, countsByState } from "./case-figures-store.ts";

export { type CaseGroup, countsByProgress } from "./case-figures-store.ts";

export interface CaseCounts {
  total: number;
  states: Partial<Record<CaseState, number>>;
  /** AAPOR code -> final cases. */
  dispositions: Record<string, number>;
  completes: number;
}

/** Figures of a study's cases for the field page. */
export async function caseCounts(deps: Deps, studyId: string): Promise<CaseCounts> {
  const [states, all] = await Promise.all([
    countsByState(deps, [studyId]),
    countsByDisposition(deps, studyId),
  ]);
  const { "": _open, ...dispositions } = all;
  return {
    total: Object.values(states).reduce((sum, count) => sum + count, 0),
    states,
    dispositions,
    completes: dispositions["1.1"] ?? 0,
  };
}
