import { compareCodes } from "./compare-codes.ts";
import { isNarrower, limitsText } from "./compare-limits.ts";
import type { AddDifference } from "./compare-versions.ts";
import type { Compiled, Node } from "./compiled.ts";
import { type CompiledText, compileText, sameText } from "./text.ts";

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What changed at an item that both versions have. */
export function compareItems(
  before: Node,
  after: Node,
  from: Compiled,
  to: Compiled,
  add: AddDifference,
): void {
  const [was, is] = [kindOfAnswer(before), kindOfAnswer(after)];
  if (was !== is) {
    // A compute has no answer of its own: it is computed anew, only exports have to keep the two apart.
    add("retyped", `${was} became ${is}`, before.item.type === "compute" && after.item.type === "compute");
    return;
  }
  if (before.rosters.map((node) => node.id).join() !== after.rosters.map((node) => node.id).join())
    add("retyped", "it moved into or out of a roster", false);
  compareSources(before, after, add);
  compareCodes("option", before.options, after.options, add);
  compareCodes("row", before.rows, after.rows, add);
  compareSpecials(before, after, add);
  if (limitsText(before) !== limitsText(after))
    add("limits", `${limitsText(before)} became ${limitsText(after)}`, !isNarrower(before, after));
  compareConditions(before, after, add);
  compareSettings(before, after, add);
  compareTexts(before, after, from, to, add);
  compareLists(before, after, from, to, add);
}

function compareTexts(before: Node, after: Node, from: Compiled, to: Compiled, add: AddDifference): void {
  const all = ({ item, texts }: Node, { definition }: Compiled): Record<string, CompiledText> => {
    const points = item.type === "scale" ? Object.entries(item.labels ?? {}) : [];
    const labels = points.map(([point, label]) => [point, compileText(label, definition.languages)] as const);
    return { ...texts, ...Object.fromEntries(labels) };
  };
  const [was, is] = [all(before, from), all(after, to)];
  if ([...Object.keys(was), ...Object.keys(is)].some((role) => !sameText(was[role], is[role])))
    add("text", "a text was changed", true);
}

/** Type of the item and, where that does not say it, of what it holds. */
function kindOfAnswer({ item }: Node): string {
  if (item.type === "compute") return `compute of a ${item.as}`;
  if (item.type !== "grid") return item.type;
  return `grid of ${item.scale ? "a scale" : item.multiple ? "several options" : "one option"}`;
}

/** Where the items of a roster and masked options come from: their ids, or codes, are the answers of others. */
function compareSources(before: Node, after: Node, add: AddDifference): void {
  const [was, is] = [rosterSource(before), rosterSource(after)];
  // Counted items and listed ones have ids of one kind.
  if (was !== is)
    add("recoded", `items ${was} became items ${is}`, ![was, is].some((one) => /^(from|fixed)/.test(one)));
  for (const name of ["mask", "rowMask"] as const) {
    const [a, b] = [before[name], after[name]];
    const text = (mask: typeof a) => (mask ? `${mask.take} at ${mask.question}` : "its own");
    const fromRoster =
      [a, b].some((mask) => mask?.node.item.type === "roster") && a?.question !== b?.question;
    if (text(a) !== text(b))
      add(
        fromRoster ? "recoded" : "route",
        `${name === "mask" ? "options" : "rows"} ${text(a)} became ${text(b)}`,
        !fromRoster,
      );
  }
  const [older, newer] = [before, after].map(({ item }) => ("roster" in item ? item.roster : undefined));
  if (older !== newer) add("recoded", `roster ${older ?? "none"} became ${newer ?? "none"}`, false);
}

function rosterSource({ item }: Node): string {
  if (item.type !== "roster") return "";
  return item.from ? `from ${item.from}` : item.fixed ? "fixed" : item.list ? "listed" : "counted";
}

function compareSpecials(before: Node, after: Node, add: AddDifference): void {
  const now = new Map(after.specials.map((special) => [special.id, special]));
  for (const special of before.specials) {
    const other = now.get(special.id);
    if (!other) add("recoded", `special answer ${special.id} is gone`, false);
    else if (special.readOut !== other.readOut || special.when?.source !== other.when?.source)
      add("route", `special answer ${special.id} is offered differently`, true);
  }
  const known = new Set(before.specials.map(({ id }) => id));
  for (const { id } of after.specials)
    if (!known.has(id)) add("recoded", `special answer ${id} is new`, true);
}

function compareConditions(before: Node, after: Node, add: AddDifference): void {
  const text = (part: Node["when"]) => part?.source ?? "none";
  if (text(before.when) !== text(after.when))
    add("route", `condition ${text(before.when)} became ${text(after.when)}`, true);
  // Who was drawn from some is not drawn from others.
  if (text(before.value) !== text(after.value))
    add("route", `value ${text(before.value)} became ${text(after.value)}`, after.item.type !== "select");
  if (before.order !== after.order) add("route", `order ${before.order} became ${after.order}`, true);
  if (before.rowOrder !== after.rowOrder)
    add("route", `order of the rows ${before.rowOrder} became ${after.rowOrder}`, true);
}

/** Members that are compared as they are; of `binding` ones an older answer means something else. */
const settings: { name: string; kind: "route" | "setting" | "recoded"; binding?: true }[] = [
  { name: "level", kind: "route" },
  { name: "questions", kind: "route" },
  { name: "outcome", kind: "route" },
  { name: "by", kind: "route" },
  { name: "onFull", kind: "route" },
  { name: "required", kind: "route" },
  { name: "method", kind: "recoded", binding: true },
  { name: "purpose", kind: "recoded", binding: true },
  { name: "optionsRead", kind: "setting" },
  { name: "country", kind: "setting" },
  { name: "anchor", kind: "setting" },
  { name: "weighting", kind: "setting" },
  { name: "personal", kind: "setting" },
];

function compareSettings(before: Node, after: Node, add: AddDifference): void {
  const [older, newer] = [before.item, after.item] as unknown as Record<string, unknown>[];
  const text = (value: unknown) => (value === undefined ? "none" : String(value));
  for (const { name, kind, binding } of settings) {
    const [a, b] = [older?.[name], newer?.[name]];
    if (!same(a, b)) add(kind, `${name} ${text(a)} became ${text(b)}`, !binding);
  }
}

/** A lookup's list: codes that went, or another document, whose codes nobody can see here. */
function compareLists(before: Node, after: Node, from: Compiled, to: Compiled, add: AddDifference): void {
  if (before.item.type !== "lookup" || after.item.type !== "lookup") return;
  const name = after.item.list;
  const [older, newer] = [from.definition.lists?.[before.item.list], to.definition.lists?.[name]];
  if (!older || !newer || same(older, newer)) return;
  if (!("entries" in older && "entries" in newer)) {
    add("recoded", `list ${name}: another document; compare the codes of both`, false);
    return;
  }
  const now = new Set(newer.entries.map(({ code }) => code));
  const gone = older.entries.filter(({ code }) => !now.has(code)).map(({ code }) => code);
  const detail =
    gone.length > 0
      ? `gone are ${gone.slice(0, 5).join(", ")}${gone.length > 5 ? " and others" : ""}`
      : "entries are new or read differently";
  add("recoded", `list ${name}: ${detail}`, gone.length === 0);
}
