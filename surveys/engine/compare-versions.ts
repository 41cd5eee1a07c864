import { compareItems } from "./compare-items.ts";
import { compareWhole } from "./compare-whole.ts";
import type { Compiled, Node } from "./compiled.ts";
import { movedItems } from "./moved-items.ts";

export interface VersionDifference {
  kind: "added" | "removed" | "retyped" | "recoded" | "limits" | "route" | "text" | "setting";
  /** Id of the item; `sample.region`, `specials.dk` and the like for what is not an item. */
  id: string;
  pointer: string;
  detail: string;
  /** Can answers given before be read with the new version? */
  compatible: boolean;
}

/** Adds a difference of one item. */
export type AddDifference = (kind: VersionDifference["kind"], detail: string, compatible: boolean) => void;

/**
 * What changed from one version to the next, and whether running interviews could move. Where that depends on
 * what cannot be seen here (a date that may lie in the future), they could not.
 */
export function compareVersions(from: Compiled, to: Compiled): VersionDifference[] {
  const found = compareWhole(from.definition, to.definition);
  for (const node of from.nodes.values()) {
    const other = to.nodes.get(node.id);
    if (!other)
      found.push({
        ...at(node, "removed"),
        detail: `${node.item.type} ${node.id} is gone`,
        compatible: !holdsAnswers(node),
      });
    else
      compareItems(node, other, from, to, (kind, detail, compatible) =>
        found.push({ ...at(other, kind), detail, compatible }),
      );
  }
  for (const node of to.nodes.values()) {
    if (!from.nodes.has(node.id))
      found.push({ ...at(node, "added"), detail: `${node.item.type} ${node.id} is new`, compatible: true });
  }
  found.push(...otherFields(from, to));
  for (const { node, detail } of movedItems(from, to))
    found.push({ ...at(node, "route"), detail, compatible: true });
  return found;
}

function at(node: Node, kind: VersionDifference["kind"]): Pick<VersionDifference, "kind" | "id" | "pointer"> {
  return { kind, id: node.id, pointer: node.pointer };
}

function holdsAnswers(node: Node): boolean {
  return !["block", "check", "compute", "quota", "end", "info"].includes(node.item.type);
}

/** Other-specify fields, which have ids and answers of their own. */
function otherFields(from: Compiled, to: Compiled): VersionDifference[] {
  const found: VersionDifference[] = [];
  const add = (
    id: string,
    node: Node,
    kind: VersionDifference["kind"],
    detail: string,
    compatible: boolean,
  ) => found.push({ ...at(node, kind), id, detail, compatible });
  for (const [id, { node, option }] of from.others) {
    const now = to.others.get(id);
    if (!now) {
      add(id, node, "removed", `the field ${id} is gone`, false);
      continue;
    }
    if (now.node.id !== node.id || now.option.code !== option.code)
      add(id, now.node, "recoded", `it belongs to option ${now.option.code} of ${now.node.id} now`, false);
    const [a, b] = [option.other, now.option.other];
    if (a?.type !== b?.type) add(id, now.node, "retyped", `${a?.type} became ${b?.type}`, false);
    else if (JSON.stringify(a) !== JSON.stringify(b))
      add(id, now.node, "limits", "the field accepts something else or reads differently", false);
  }
  for (const [id, { node, option }] of to.others)
    if (!from.others.has(id)) add(id, node, "added", `the field of option ${option.code} is new`, true);
  return found;
}
