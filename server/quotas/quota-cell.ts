/** A value that decides a cell, as text: option codes, "true" and "false", numbers. */
export type CellValues = Record<string, string>;

/** A target for a combination of values at one quota node, and who counts for it. */
export interface QuotaCellDoc {
  /** Study, node and values: the same cell has the same id for ever. */
  _id: string;
  studyId: string;
  /** Id of the quota item in the questionnaire. */
  node: string;
  /** Name as in the item's `by` ("sex", "sample.region") -> value. */
  values: CellValues;
  target: number;
  completes: number;
  /** Interviews under way that have a place. */
  held: string[];
  /** Interviews that counted here and were declared invalid since: each gives its place back once. */
  returned?: string[];
  /** Since when nobody is counted or turned away there; the planner frees the cell's cases, then it is deleted. */
  removedAt: Date | null;
  /** Since when the cell's cases are blocked because it is full; only where the sample alone decides. */
  blockedAt: Date | null;
  /** How far it was filled when the order of its cases was last decided, in tenths. */
  rankedFill: number | null;
}

/** The values at a quota node as a cell has them; null when one is unknown: then there is no cell. */
export function cellValues(
  by: readonly string[],
  values: readonly (string | number | boolean | null)[],
): CellValues | null {
  if (by.length === 0 || values.some((value) => value === null)) return null;
  return Object.fromEntries(by.map((name, index) => [name, String(values[index])]));
}

/** Names in order, so that the same combination gives the same id whatever the order in the questionnaire. */
export function cellId(studyId: string, node: string, values: CellValues): string {
  const parts = Object.keys(values)
    .sort()
    .map((name) => `${name}=${encodeURIComponent(values[name] ?? "")}`);
  return `${studyId}:${node}:${parts.join("&")}`;
}

/** Does the sample alone decide the cell? Then its cases need not be called once it is full. */
export function isKnownFromSample(cell: Pick<QuotaCellDoc, "values">): boolean {
  return Object.keys(cell.values).every((name) => name.startsWith("sample."));
}

/** The sample variables that decide the cell, by their names in the sample. */
export function sampleOf({ values }: Pick<QuotaCellDoc, "values">): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name.replace("sample.", ""), value]),
  );
}

export function isFull({ completes, target }: Pick<QuotaCellDoc, "completes" | "target">): boolean {
  return completes >= target;
}

/** From 0 to 1 in tenths; a target of 0 is full. */
export function fillOf({ completes, target }: Pick<QuotaCellDoc, "completes" | "target">): number {
  return target === 0 ? 1 : Math.min(1, Math.floor((10 * completes) / target) / 10);
}
