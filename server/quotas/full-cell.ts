import type { Deps } from "../deps.ts";
import { isKnownFromSample, type QuotaCellDoc, sampleOf } from "./quota-cell.ts";
import { fullCells, markAgain } from "./quota-cell-store.ts";

/** What is said of a cell: "north × 2". */
export function cellName({ values }: Pick<QuotaCellDoc, "values">): string {
  return Object.values(values).join(" × ");
}

type Sample = Readonly<Record<string, string | number | boolean>>;

/** The values of a cell are texts; the sample has what its file had. */
function isOf(cell: QuotaCellDoc, sample: Sample): boolean {
  return Object.entries(sampleOf(cell)).every(([name, value]) => {
    const own = sample[name];
    if (typeof own === "number") return value.trim() !== "" && Number(value) === own;
    return own !== undefined && String(own) === value;
  });
}

/**
 * The name of a full cell that a case falls into by its sample alone; null when there is none. Whoever blocks the case
 * for it is seen by the planner, which frees what the cell blocks when its target rises.
 */
export async function fullCellOf(deps: Deps, studyId: string, sample: Sample): Promise<string | null> {
  const cells = await fullCells(deps, studyId);
  const cell = cells.filter(isKnownFromSample).find((one) => isOf(one, sample));
  if (!cell) return null;
  if (!cell.blockedAt) await markAgain(deps, cell._id);
  return cellName(cell);
}
