import type { Compiled, Node } from "./compiled.ts";

export interface VersionDifference {
  kind: "added" | "removed" | "retyped" | "recoded" | "limits" | "route" | "text";
  /** Id of the item. */
  id: string;
  pointer: string;
  detail: string;
  /** Can answers given before be read with the new version? */
  compatible: boolean;
}

/** What changed from one version to the next, and whether running interviews could move. */
export function compareVersions(from: Compiled, to: Compiled): VersionDifference[] {
  const found: VersionDifference[] = [];
  for (const node of from.nodes.values()) {
    const other = to.nodes.get(node.id);
    if (!other)
      found.push({
        ...at(node, "removed"),
        detail: `${node.item.type} ${node.id} is gone`,
        compatible: !holdsAnswers(node),
      });
    else found.push(...compareNodes(node, other), ...compareLists(from, to, other));
  }
  for (const node of to.nodes.values()) {
    if (!from.nodes.has(node.id))
      found.push({ ...at(node, "added"), detail: `${node.item.type} ${node.id} is new`, compatible: true });
  }
  for (const id of from.others.keys()) {
    const node = from.others.get(id)?.node;
    if (node && !to.others.has(id))
      found.push({ ...at(node, "removed"), id, detail: `the field ${id} is gone`, compatible: false });
  }
  return found;
}

function at(node: Node, kind: VersionDifference["kind"]): Pick<VersionDifference, "kind" | "id" | "pointer"> {
  return { kind, id: node.id, pointer: node.pointer };
}

function holdsAnswers(node: Node): boolean {
  return !["block", "check", "compute", "quota", "end", "info"].includes(node.item.type);
}

function compareNodes(before: Node, after: Node): VersionDifference[] {
  const found: VersionDifference[] = [];
  const add = (kind: VersionDifference["kind"], detail: string, compatible: boolean) =>
    found.push({ ...at(after, kind), detail, compatible });
  if (before.item.type !== after.item.type) {
    add("retyped", `${before.item.type} became ${after.item.type}`, false);
    return found;
  }
  if (before.rosters.map((node) => node.id).join() !== after.rosters.map((node) => node.id).join()) {
    add("retyped", "it moved into or out of a roster", false);
  }
  compareCodes("option", before.options, after.options, add);
  compareCodes("row", before.rows, after.rows, add);
  const [a, b] = [limitsOf(before), limitsOf(after)];
  if (a !== b) add("limits", `${a} became ${b}`, !isNarrower(before, after));
  if (before.when?.source !== after.when?.source) {
    add("route", `condition ${before.when?.source ?? "none"} became ${after.when?.source ?? "none"}`, true);
  }
  if (before.value?.source !== after.value?.source)
    add("route", `value ${before.value?.source ?? "none"} became ${after.value?.source ?? "none"}`, true);
  if (JSON.stringify(before.texts) !== JSON.stringify(after.texts)) add("text", "a text was changed", true);
  return found;
}

type Codes = Node["options"];

function compareCodes(
  what: string,
  before: Codes,
  after: Codes,
  add: (kind: VersionDifference["kind"], detail: string, compatible: boolean) => void,
): void {
  const now = new Map(after.map((option) => [option.code, option]));
  for (const option of before) {
    const other = now.get(option.code);
    if (!other) add("recoded", `${what} ${option.code} is gone`, false);
    else if (JSON.stringify(option.label) !== JSON.stringify(other.label))
      add("text", `${what} ${option.code} reads differently`, true);
  }
  const known = new Set(before.map((option) => option.code));
  for (const option of after)
    if (!known.has(option.code)) add("recoded", `${what} ${option.code} is new`, true);
}

/** A lookup's list under the same name: codes that went, or another document, whose codes nobody can see here. */
function compareLists(from: Compiled, to: Compiled, { item, ...node }: Node): VersionDifference[] {
  if (item.type !== "lookup") return [];
  const [before, after] = [from.definition.lists?.[item.list], to.definition.lists?.[item.list]];
  if (!before || !after || JSON.stringify(before) === JSON.stringify(after)) return [];
  const recoded = (detail: string, compatible: boolean): VersionDifference => ({
    ...{ kind: "recoded", id: node.id, pointer: node.pointer },
    ...{ detail: `list ${item.list}: ${detail}`, compatible },
  });
  if (!("entries" in before && "entries" in after))
    return [recoded("another document; compare the codes of both", false)];
  const now = new Set(after.entries.map(({ code }) => code));
  const gone = before.entries.filter(({ code }) => !now.has(code)).map(({ code }) => code);
  return gone.length > 0
    ? [recoded(`gone are ${gone.slice(0, 5).join(", ")}${gone.length > 5 ? " and others" : ""}`, false)]
    : [recoded("entries are new or read differently", true)];
}

const limitNames = ["min", "max", "decimals", "minLength", "maxLength", "list", "multiple"];

function limitsOf(node: Node): string {
  const item = node.item as unknown as Record<string, unknown>;
  const source = { ...(item.scale as object | undefined), ...item } as Record<string, unknown>;
  return (
    limitNames
      .flatMap((name) => (source[name] === undefined ? [] : [`${name} ${source[name]}`]))
      .join(", ") || "no limits"
  );
}

function isNarrower(before: Node, after: Node): boolean {
  const [a, b] = [before.item, after.item] as unknown as Record<string, number | undefined>[];
  const tighter = (name: string, sign: 1 | -1) =>
    b?.[name] !== undefined && (a?.[name] === undefined || sign * (b[name] - a[name]) > 0);
  return (
    tighter("min", 1) ||
    tighter("max", -1) ||
    tighter("minLength", 1) ||
    tighter("maxLength", -1) ||
    tighter("decimals", -1)
  );
}
