import type { Compiled, Node } from "./compiled.ts";

/**
 * Items that both versions have and that stand elsewhere now: in another block or roster, or in another order.
 * Of those that changed places as few as possible are named: the rest is the longest row that kept its order.
 */
export function movedItems(from: Compiled, to: Compiled): { node: Node; detail: string }[] {
  const moved: { node: Node; detail: string }[] = [];
  const byParent = new Map<string, Node[]>();
  for (const node of [...to.nodes.values()].sort((a, b) => a.index - b.index)) {
    const before = from.nodes.get(node.id);
    if (!before) continue;
    const [was, is] = [before.parent?.id ?? "", node.parent?.id ?? ""];
    if (was !== is) moved.push({ node, detail: `it moved from ${was || "the top"} to ${is || "the top"}` });
    else byParent.set(is, [...(byParent.get(is) ?? []), node]);
  }
  for (const siblings of byParent.values()) {
    const places = siblings.map(({ id }) => from.nodes.get(id)?.index ?? 0);
    const kept = longestRising(places);
    for (const [at, node] of siblings.entries())
      if (!kept.has(at))
        moved.push({
          node,
          detail: at === 0 ? "it comes first now" : `it comes after ${siblings[at - 1]?.id} now`,
        });
  }
  return moved;
}

/** Positions of the longest rising subsequence. */
export function longestRising(values: readonly number[]): Set<number> {
  const lengths = values.map(() => 1);
  const before = values.map(() => -1);
  for (const [at, value] of values.entries())
    for (let earlier = 0; earlier < at; earlier++)
      if ((values[earlier] ?? 0) < value && (lengths[earlier] ?? 0) + 1 > (lengths[at] ?? 0)) {
        lengths[at] = (lengths[earlier] ?? 0) + 1;
        before[at] = earlier;
      }
  const kept = new Set<number>();
  for (let at = lengths.indexOf(Math.max(0, ...lengths)); at >= 0; at = before[at] ?? -1) kept.add(at);
  return kept;
}
