import type { Node } from "./compiled.ts";

/** Numbers that a person can type as a value here, both ends included; null where the answer is no number. */
function typedRange({ item }: Node): { min: number; max: number } | null {
  const limits =
    item.type === "number" || item.type === "scale" ? item : item.type === "grid" ? item.scale : undefined;
  if (!limits) return null;
  return { min: limits.min ?? Number.NEGATIVE_INFINITY, max: limits.max ?? Number.POSITIVE_INFINITY };
}

/**
 * What to type for a special answer at this question: its usual code (98, 99), widened by nines in front (998,
 * 9998 ...) until it is neither a value that the question accepts nor the entry of an option. Where a number has
 * no upper limit every code could be meant as a value, so the special's id is typed as a word.
 */
export function specialEntry(
  node: Node,
  special: { id: string; entry: string },
  taken: ReadonlySet<string>,
): string {
  const range = typedRange(node);
  if (range?.max === Number.POSITIVE_INFINITY) return special.id;
  const possible = (entry: string) =>
    range !== null && Number(entry) >= range.min && Number(entry) <= range.max;
  let entry = special.entry;
  while (taken.has(entry) || possible(entry)) entry = `9${entry}`;
  return entry;
}
