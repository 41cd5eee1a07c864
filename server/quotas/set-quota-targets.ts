import type { Compiled } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { recountQuotaCells } from "../interviews/recount-quota-cells.ts";
import { sweepQuotaPlaces } from "../interviews/sweep-quota-places.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { mostCells, type QuotaNode, quotaNodes } from "./possible-cells.ts";
import { type CellValues, cellId, type QuotaCellDoc } from "./quota-cell.ts";
import { cellsOfStudy, removeCell, setTarget } from "./quota-cell-store.ts";

/** One cell as somebody wants it; a target of null is no cell: nobody is counted or turned away there. */
export interface CellTarget {
  node: string;
  values: CellValues;
  target: number | null;
}

export interface TargetsRequest {
  studyId: string;
  /** The newest published version. */
  compiled: Compiled;
  targets: readonly CellTarget[];
  reason: string;
  by: string;
}

const largestTarget = 1_000_000;

/** A cell as it is, if it is there yet, and the target that it shall have. */
export interface CellChange extends CellTarget {
  _id: string;
  cell: QuotaCellDoc | undefined;
}

/**
 * The changes that a request asks for; nothing is written.
 * @throws Problem "invalid-input" with the node, the cell or "reason" as pointer
 */
export async function quotaChanges(deps: Deps, request: TargetsRequest): Promise<CellChange[]> {
  const { studyId, targets, reason } = request;
  const nodes = new Map(quotaNodes(request.compiled).map((node) => [node.id, node]));
  const cells = new Map((await cellsOfStudy(deps, studyId)).map((cell) => [cell._id, cell]));
  const changes = targets.flatMap((wanted) => {
    const _id = cellId(studyId, wanted.node, wanted.values);
    const cell = cells.get(_id);
    if (wanted.target === (cell?.target ?? null)) return [];
    checkTarget(wanted);
    // Cells of an earlier version go on for the interviews begun with it: they are changed and removed as well.
    if (!cell) checkCell(nodes.get(wanted.node), wanted);
    return [{ ...wanted, _id, cell }];
  });
  if (changes.length > 0 && cells.size > 0 && reason.trim() === "") throw refuse("reason", "reason");
  if (cells.size + changes.filter(({ cell }) => !cell).length > mostCells) throw refuse("many", "targets");
  return changes;
}

/**
 * Makes cells, changes their targets and removes them, also in the field; a target may be lowered below what is
 * complete, nobody is added then. New cells are counted from the interviews that there are. Safe to repeat.
 * @returns how many cells changed
 * @throws Problem as {@link quotaChanges}
 */
export async function setQuotaTargets(deps: Deps, request: TargetsRequest): Promise<number> {
  const { studyId, reason, by } = request;
  const changes = await quotaChanges(deps, request);
  if (changes.length === 0) return 0;
  const made: CellChange[] = [];
  for (const change of changes) {
    const { _id, node, values, target } = change;
    const write =
      target === null ? removeCell(deps, _id) : setTarget(deps, { _id, studyId, node, values, target });
    if (await write) made.push(change);
  }
  if (changes.some(({ cell, target }) => !cell && target !== null)) {
    await sweepQuotaPlaces(deps);
    await recountQuotaCells(deps, studyId);
  }
  // The same form a moment before did it already.
  if (made.length === 0) return changes.length;
  await writeAudit(deps, {
    by,
    act: "quota.targets",
    on: studyId,
    studyId,
    ...(reason.trim() ? { reason: reason.trim().slice(0, 500) } : {}),
    what: Object.fromEntries(made.slice(0, 20).map((change) => [nameOf(change), wordsOf(change)])),
  });
  return changes.length;
}

const nameOf = ({ node, values }: CellTarget) => `${node} ${Object.values(values).join(" × ")}`;
const wordsOf = ({ cell, target }: CellChange) => `${cell?.target ?? "–"} → ${target ?? "–"}`;

const refuse = (detail: string, pointer: string) => problem("invalid-input", {}, [{ pointer, detail }]);

function checkTarget({ node, values, target }: CellTarget): void {
  if (target !== null && !(Number.isInteger(target) && target >= 0 && target <= largestTarget))
    throw refuse("target", cellId("", node, values).slice(1));
}

function checkCell(node: QuotaNode | undefined, { node: id, values }: CellTarget): void {
  if (!node) throw refuse("node", id);
  const names = node.variables.map(({ name }) => name);
  if (names.length !== Object.keys(values).length || names.some((name) => !values[name]))
    throw refuse("values", id);
  for (const { name, codes } of node.variables)
    if (codes && !codes.some(({ code }) => code === values[name])) throw refuse("code", `${id}.${name}`);
}
