import { knowsAllOptions, optionsOrderKey, orderedOptions } from "./build-step.ts";
import type { Compiled, Node } from "./compiled.ts";
import type { InterviewState } from "./interview-state.ts";
import { quotaValues } from "./quota-values.ts";
import { realiseOrder } from "./realise-order.ts";
import { keepRoute, orderOfChildren, type Route, type RouteEntry, routeOf } from "./route.ts";

/** Brings a changed state in order: quotas whose cell changed, new roster items, orders of the step it leads to. */
export function settle(
  compiled: Compiled,
  before: InterviewState | null,
  changed: InterviewState,
): InterviewState {
  let state = before ? forgetChangedQuotas(compiled, before, changed) : changed;
  state = storeNewItems(state, routeOf(compiled, state));
  const route = routeOf(compiled, state);
  const settled = storeOrders(state, route);
  if (settled !== state) keepRoute(compiled, settled, route);
  return settled;
}

function storeNewItems(state: InterviewState, route: Route): InterviewState {
  const fresh = Object.entries(route.newItems);
  if (fresh.length === 0) return state;
  const answers = { ...state.answers };
  const created = { ...state.created };
  for (const [key, ids] of fresh) {
    const answer = answers[key];
    const stored = answer && "v" in answer && Array.isArray(answer.v) ? answer.v : [];
    answers[key] = { v: [...stored, ...ids] };
    created[key] = (created[key] ?? stored.length) + ids.length;
  }
  return { ...state, answers, created };
}

/** Stores what is shown for the first time: the step's own orders and those of the blocks around it. */
function storeOrders(state: InterviewState, route: Route): InterviewState {
  const entry = route.entries[route.current];
  if (!entry || entry.kind === "end") return state;
  const orders: Record<string, string[]> = {};
  const { node } = entry;
  if (node.order !== "given") orders[optionsOrderKey(entry)] = optionOrder(state, entry);
  const gridKey = [node.id, ...entry.items].join("@");
  if (node.rowOrder !== "given") {
    orders[gridKey] = realiseOrder(node.rows, node.rowOrder, state.seed, gridKey, state.orders[gridKey]);
  }
  for (let at: Node | null = node.parent; at; at = at.parent) {
    if (at.order === "given" || at.item.type !== "block") continue;
    const key = [at.id, ...entry.items.slice(0, at.rosters.length)].join("@");
    orders[key] = orderOfChildren(at, state, key);
  }
  const changed = Object.entries(orders).some(([key, order]) => state.orders[key]?.join() !== order.join());
  return changed ? { ...state, orders: { ...state.orders, ...orders } } : state;
}

function optionOrder(state: InterviewState, entry: RouteEntry): string[] {
  const key = optionsOrderKey(entry);
  const { node } = entry;
  if (!knowsAllOptions(node)) return orderedOptions(state, entry).map((option) => option.code);
  return realiseOrder(node.options, node.order, state.seed, key, state.orders[key]);
}

/** A quota result holds while the route passes it and the values that decide its cell are unchanged. */
function forgetChangedQuotas(
  compiled: Compiled,
  before: InterviewState,
  after: InterviewState,
): InterviewState {
  const decided = Object.keys(before.quotas).filter((key) => key in after.quotas);
  if (decided.length === 0) return after;
  const { values } = routeOf(compiled, after).context;
  const gone = decided.filter((key) => {
    const item = compiled.nodes.get(key.split("@", 1)[0] ?? "")?.item;
    if (item?.type !== "quota") return false;
    // Whoever is off the route counts no more, so the place may be somebody else's when an answer leads back.
    return values[key] === undefined || cell(compiled, before, item.by) !== cell(compiled, after, item.by);
  });
  if (gone.length === 0) return after;
  return {
    ...after,
    quotas: Object.fromEntries(Object.entries(after.quotas).filter(([key]) => !gone.includes(key))),
  };
}

const cell = (compiled: Compiled, state: InterviewState, by: readonly string[] = []): string =>
  JSON.stringify(quotaValues(compiled, state, by));
