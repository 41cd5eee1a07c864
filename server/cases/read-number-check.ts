import type { NumberCheck } from "./case.ts";
import { booleans, readDay } from "./read-cell.ts";
import type { SampleMapping } from "./sample-mapping.ts";

const types: Record<string, NumberCheck["type"]> = {
  ...{ landline: "landline", fixed: "landline", wireline: "landline", festnetz: "landline" },
  ...{ mobile: "mobile", cell: "mobile", wireless: "mobile", mobil: "mobile" },
  ...{ voip: "voip", unknown: "unknown", unbekannt: "unknown" },
};

/**
 * What a row says about the type of its first number; null when the mapping has no column for it. An empty type is
 * "unknown": whoever has the column and leaves it empty found nothing.
 */
export function readNumberCheck(
  cell: (column: string | undefined) => string,
  mapping: SampleMapping,
): { check: NumberCheck | null; faults: { column: string; found: string; allowed: string }[] } {
  const { numberType, numberChecked, ported } = mapping;
  const faults: { column: string; found: string; allowed: string }[] = [];
  if (!numberType) return { check: null, faults };
  const fault = (column = "", allowed = "") =>
    faults.push({ column, found: cell(column).slice(0, 40), allowed });
  const type = types[cell(numberType).toLowerCase() || "unknown"];
  if (!type) fault(numberType, "landline, mobile, voip, unknown");
  const day = cell(numberChecked);
  const on = day ? readDay(day) : null;
  if (day && !on) fault(numberChecked, "YYYY-MM-DD");
  const said = cell(ported).toLowerCase();
  const isPorted = said ? booleans[said] : false;
  if (isPorted === undefined) fault(ported, "true, false");
  return { check: { type: type ?? "unknown", on, ported: isPorted ?? true }, faults };
}
