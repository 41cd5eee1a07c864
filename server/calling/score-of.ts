import type { CaseDoc } from "../cases/case.ts";

/** Fewer attempts first; the case's random number breaks ties. */
export function scoreOf(item: Pick<CaseDoc, "random">, attempts: number): number {
  return Math.round((100 - attempts + item.random) * 1000) / 1000;
}
