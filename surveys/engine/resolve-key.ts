import type { Compiled, CompiledOption, Node } from "./compiled.ts";

/** What an answer key names: a question, a grid row, a pair, or an other-specify field, inside which items. */
export interface ResolvedKey {
  node: Node;
  items: string[];
  row: CompiledOption | null;
  other: CompiledOption | null;
}

/** Reads `question`, `question@item[@item]`, `grid@row`, `relation@a@b`; null if no such answer can exist. */
export function resolveKey(compiled: Compiled, key: string): ResolvedKey | null {
  const [id = "", ...rest] = key.split("@");
  if (rest.some((part) => !/^[A-Za-z0-9_-]{1,40}$/.test(part))) return null;
  const owner = compiled.others.get(id);
  const node = owner?.node ?? compiled.nodes.get(id);
  if (!node) return null;
  const depth = node.rosters.length;
  const items = rest.slice(0, depth);
  const extra = rest.slice(depth);
  if (items.length < depth) return null;
  if (owner) return extra.length === 0 ? { node, items, row: null, other: owner.option } : null;
  if (node.item.type === "grid") {
    const row = node.rows.find((one) => one.code === extra[0]);
    return row && extra.length === 1 ? { node, items, row, other: null } : null;
  }
  const wanted = node.item.type === "relation" ? 2 : 0;
  return extra.length === wanted ? { node, items, row: null, other: null } : null;
}
