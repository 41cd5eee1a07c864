import { countQuotaCases, type QuotaCaseCount } from "../cases/quota-cases.ts";
import type { Deps } from "../deps.ts";
import { isFull, isKnownFromSample, sampleOf } from "./quota-cell.ts";
import type { CellChange } from "./set-quota-targets.ts";

/** What a change of a target does, said before it is made. */
export interface QuotaEffect {
  change: CellChange;
  /** Name of its sentence: "closes" and "opens" have one more for cells whose cases are blocked with them. */
  kind:
    | "new"
    | "removed"
    | "removedCases"
    | "closes"
    | "closesCases"
    | "opens"
    | "opensCases"
    | "room"
    | "still";
  /** Cases that are taken out before a call, or come back. */
  cases: number;
  /** Interviews that can still be added. */
  room: number;
}

/** What each change will do, with the numbers of cases that are callable or blocked now. Nothing is written. */
export async function quotaEffects(
  deps: Deps,
  studyId: string,
  changes: readonly CellChange[],
): Promise<QuotaEffect[]> {
  const counts = new Map<string, QuotaCaseCount[]>();
  for (const change of changes) {
    const names = Object.keys(sampleOf(change)).sort();
    if (!isKnownFromSample(change) || counts.has(names.join())) continue;
    counts.set(names.join(), await countQuotaCases(deps, studyId, names));
  }
  return changes.map((change) => {
    const sample = sampleOf(change);
    const those = counts.get(Object.keys(sample).sort().join()) ?? [];
    const its = those.find((count) =>
      Object.entries(sample).every(([name, value]) => count.sample[name] === value),
    );
    return effectOf(change, isKnownFromSample(change) ? (its ?? { callable: 0, blocked: 0 }) : null);
  });
}

/** @param cases of the cell; null where the sample does not tell them */
export function effectOf(
  change: CellChange,
  cases: Pick<QuotaCaseCount, "callable" | "blocked"> | null,
): QuotaEffect {
  const { cell, target } = change;
  const wasFull = cell !== undefined && isFull(cell);
  const completes = cell?.completes ?? 0;
  if (target === null) {
    const freed = wasFull ? (cases?.blocked ?? 0) : 0;
    return { change, kind: freed > 0 ? "removedCases" : "removed", cases: freed, room: 0 };
  }
  if (!cell && target > 0) return { change, kind: "new", cases: 0, room: target };
  const room = Math.max(0, target - completes - (cell?.held.length ?? 0));
  if (completes >= target) {
    if (wasFull) return { change, kind: "still", cases: 0, room };
    return { change, kind: cases ? "closesCases" : "closes", cases: cases?.callable ?? 0, room };
  }
  if (!wasFull) return { change, kind: "room", cases: 0, room };
  return { change, kind: cases ? "opensCases" : "opens", cases: cases?.blocked ?? 0, room };
}
