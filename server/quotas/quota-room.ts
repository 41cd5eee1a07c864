import type { Node } from "../../surveys/engine/compiled.ts";
import type { Compiled } from "../../surveys/engine/index.ts";
import { quotaNodes } from "./possible-cells.ts";
import { cellId, type QuotaCellDoc } from "./quota-cell.ts";

function isConditional(node: Node | null): boolean {
  return node !== null && (node.when !== null || isConditional(node.parent));
}

/**
 * How many completes the targets let in: those of the quota with the least room. Only a quota counts that everybody
 * passes, that ends what it does not let in, and that has a target for each of its cells; a cell filled beyond a target
 * that was lowered since keeps what it has.
 * @returns null: no quota limits the study
 */
export function quotaRoom(
  compiled: Compiled,
  cells: readonly Pick<QuotaCellDoc, "_id" | "studyId" | "node" | "target" | "completes">[],
): number | null {
  const byId = new Map(cells.map((cell) => [cell._id, cell]));
  const studyId = cells[0]?.studyId ?? "";
  const rooms = quotaNodes(compiled).flatMap(({ id, combinations }) => {
    const node = compiled.nodes.get(id);
    if (node?.item.type !== "quota" || node.item.onFull === "continue" || !combinations) return [];
    if (isConditional(node)) return [];
    const own = combinations.map((values) => byId.get(cellId(studyId, id, values)));
    return own.every((cell) => cell !== undefined)
      ? [own.reduce((sum, cell) => sum + Math.max(cell.target, cell.completes), 0)]
      : [];
  });
  return rooms.length > 0 ? Math.min(...rooms) : null;
}
