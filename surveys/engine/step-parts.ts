import type { Node } from "./compiled.ts";
import { itemName, type TextPlace } from "./fill-placeholder.ts";
import type { RouteEntry } from "./route.ts";
import { lookupLabel } from "./search-lookup.ts";
import type { Step } from "./step.ts";

/** May several answers be given? */
export function isMany({ item }: Node): boolean {
  return item.type === "multiple" || item.type === "ranking" || (item.type === "grid" && !!item.multiple);
}

/** The list that a lookup searches, and the words of the entry that is chosen. */
export function lookupPart(place: TextPlace, entry: RouteEntry): Step["lookup"] {
  const { item } = entry.node;
  if (item.type !== "lookup") return null;
  const code = entry.answer && "v" in entry.answer ? String(entry.answer.v) : null;
  const { language } = place.state;
  const chosen =
    code === null ? null : { code, label: lookupLabel(place.compiled, item.list, code, language) };
  return { list: item.list, language, chosen };
}

/** What a list of people or things holds so far. */
export function rosterPart(place: TextPlace, entry: RouteEntry): Step["roster"] {
  const { item } = entry.node;
  if (entry.kind !== "roster" || item.type !== "roster") return null;
  const ids = place.route.rosters.get(entry.key) ?? [];
  const items = ids.map((id) => {
    const key = `${entry.key}@${id}`;
    return { key, name: place.state.names[key] ?? "", label: itemName(place, key) };
  });
  return { items, min: item.min ?? 0, max: item.max ?? 20 };
}

/** How a respondent is drawn, and who was. */
export function selectPart(place: TextPlace, entry: RouteEntry): Step["select"] {
  const { item, target } = entry.node;
  if (entry.kind !== "select" || item.type !== "select") return null;
  const byItself = item.method === "kish" || item.method === "mobileUser";
  const asks = byItself ? "nothing" : target ? "person" : "number";
  const value = entry.answer && "v" in entry.answer ? entry.answer.v : null;
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return { method: item.method, asks, drawn: null };
  const name = value.selected && target ? itemName(place, `${target.id}@${String(value.selected)}`) : null;
  return { method: item.method, asks, drawn: { name, eligible: Number(value.eligible ?? 0) } };
}

/** The item of the innermost roster that the entry belongs to. */
export function withinPart(place: TextPlace, { node, items }: RouteEntry): Step["within"] {
  const roster = node.rosters[items.length - 1];
  if (!roster || items.length === 0) return null;
  const rosterKey = [roster.id, ...items.slice(0, -1)].join("@");
  const all = place.route.rosters.get(rosterKey) ?? [];
  const label = itemName(place, `${roster.id}@${items.join("@")}`);
  return { label, no: all.indexOf(items.at(-1) ?? "") + 1, of: all.length };
}
