import type { Compiled, Node } from "./compiled.ts";
import type { CompiledCondition } from "./condition.ts";

/** A condition may only look back: what comes later, or at a random time, is not known when it is asked. */
export function referenceProblem(
  condition: CompiledCondition,
  node: Node | null,
  compiled: Compiled,
  inside: readonly Node[],
): { code: string; message: string } | null {
  for (const { name, member } of condition.references) {
    const target = compiled.nodes.get(name) ?? compiled.others.get(name)?.node;
    if (!target) continue;
    if (node && target.index >= node.index && !inside.includes(target)) {
      const own = target === node;
      return {
        code: "reference-later",
        message: own
          ? `This condition depends on the item itself (${name}). Move it to an item after it.`
          : `${name} comes after this place, so it is never known here. Move ${name} forward or this item back.`,
      };
    }
    const block = node && randomBlockAround(node, target);
    if (block) {
      return {
        code: "reference-random-sibling",
        message: `${name} and this item stand in the block ${block.id}, whose order is not fixed, so ${name} may come later. Give the block a fixed order or put both into one block inside it.`,
      };
    }
    if (member !== null && target.item.type === "grid" && !target.rows.some((row) => row.code === member)) {
      const rows = target.rows.map((row) => row.code).join(", ");
      return { code: "unknown-row", message: `${name} has no row ${member}; its rows are: ${rows}.` };
    }
  }
  return null;
}

/** The shuffled block of which both are children of different branches. */
export function randomBlockAround(node: Node, target: Node): Node | null {
  const path = ancestors(node);
  for (const block of ancestors(target)) {
    if (block.item.type !== "block" || block.order === "given") continue;
    const own = path.indexOf(block);
    if (own < 0) continue;
    const branch = path[own - 1] ?? node;
    const other = ancestors(target)[ancestors(target).indexOf(block) - 1] ?? target;
    if (branch !== other) return block;
  }
  return null;
}

function ancestors(node: Node): Node[] {
  return node.parent ? [node.parent, ...ancestors(node.parent)] : [];
}
