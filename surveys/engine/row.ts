import { codebook, type Variable } from "./codebook.ts";
import type { Compiled, Node } from "./compiled.ts";
import type { Answer, InterviewState } from "./interview-state.ts";
import { type Route, routeOf } from "./route.ts";
import { isChosen } from "./visit-question.ts";

export type Cell = Answer | "notAsked" | "unanswered";
export type Row = Record<string, Cell>;

/** What an export says of one interview: exactly the answers on its route. */
export function row(compiled: Compiled, state: InterviewState): Row {
  const route = routeOf(compiled, state);
  const result: Row = {};
  for (const variable of codebook(compiled).variables) result[variable.name] = "notAsked";
  for (const [name, value] of Object.entries(state.sample)) result[`sample_${name}`] = { v: value };
  for (const entry of route.entries) {
    if (entry.kind !== "question" && entry.kind !== "select") continue;
    const name = nameOf(route, entry.node, entry.items, entry.row?.code ?? null, entry.pair);
    if (!(name in result)) continue;
    const answer = entry.answer && "s" in entry.answer && entry.answer.s === "empty" ? null : entry.answer;
    if (entry.kind === "select" && answer && "v" in answer) {
      const drawn = answer.v as { eligible?: number; selected?: string };
      result[name] =
        drawn.selected === undefined ? "notAsked" : { v: positionName(route, entry.node, drawn.selected) };
      const eligible = nameOf(route, entry.node, entry.items, null, null).replace(
        entry.node.id,
        `${entry.node.id}_eligible`,
      );
      if (drawn.eligible !== undefined) result[eligible] = { v: drawn.eligible };
    } else {
      result[name] = answer ?? "unanswered";
    }
    if (entry.node.item.type === "relation") continue;
    for (const option of entry.options) {
      if (!option.other || !isChosen(answer, option.code)) continue;
      const key = [option.other.id, ...entry.items].join("@");
      const own = route.others.get(key);
      result[option.other.id + suffixOf(route, entry.node, entry.items)] =
        own && !("s" in own && own.s === "empty") ? own : "unanswered";
    }
  }
  addDerived(compiled, route, result);
  return result;
}

function addDerived(compiled: Compiled, route: Route, result: Row): void {
  for (const [key, value] of route.derived) {
    const [id = "", ...items] = key.split("@");
    const node = compiled.nodes.get(id);
    if (node) result[id + suffixOf(route, node, items)] = { v: value };
  }
  for (const [key, ids] of route.rosters) {
    const [id = "", ...items] = key.split("@");
    const node = compiled.nodes.get(id);
    if (node) result[`${id}_n${suffixOf(route, node, items)}`] = { v: ids.length };
  }
}

function nameOf(
  route: Route,
  node: Node,
  items: readonly string[],
  rowCode: string | null,
  pair: readonly string[] | null,
): Variable["name"] {
  if (pair && node.target) {
    const names = pair.map((id) => itemPosition(route, node.target as Node, items, id));
    return `${node.id}_${names.join("_")}`;
  }
  return (rowCode === null ? node.id : `${node.id}_${rowCode}`) + suffixOf(route, node, items);
}

/** Names of the positions of the roster items around an answer: "_1_2", or "_code" where they have codes. */
function suffixOf(route: Route, node: Node, items: readonly string[]): string {
  return items
    .map((id, level) => {
      const roster = node.rosters[level];
      return roster ? `_${itemPosition(route, roster, items.slice(0, level), id)}` : "";
    })
    .join("");
}

function itemPosition(route: Route, roster: Node, outer: readonly string[], id: string): string {
  if (roster.options.length > 0) return id;
  const active = route.rosters.get([roster.id, ...outer].join("@")) ?? [];
  return String(active.indexOf(id) + 1);
}

function positionName(route: Route, node: Node, id: string): string {
  return node.target ? itemPosition(route, node.target, [], id) : id;
}
