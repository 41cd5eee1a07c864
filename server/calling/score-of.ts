import type { CaseDoc } from "../cases/case.ts";

/** Fewer attempts first, and least filled quota cells by their boost; the case's random number breaks ties. */
export function scoreOf(
  item: Pick<CaseDoc, "random"> & Partial<Pick<CaseDoc, "boost">>,
  attempts: number,
): number {
  return Math.round((100 - attempts + (item.boost ?? 0) + item.random) * 1000) / 1000;
}
