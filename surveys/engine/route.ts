/**
 * The route: what of a questionnaire an interview meets, in order. Derived in one pass from definition,
 * answers, sample and quota results, never stored. See decision 1 in the language guide.
 */
import type { Compiled, CompiledOption, Node } from "./compiled.ts";
import { type ConditionContext, ConditionFault, type ConditionRecord } from "./condition.ts";
import type { ItemType } from "./definition.ts";
import type { Answer, AnswerValue, InterviewState } from "./interview-state.ts";
import { realiseOrder } from "./realise-order.ts";
import { visitCheck, visitCompute, visitEnd, visitQuota } from "./visit-logic.ts";
import { visitGrid, visitInfo, visitQuestion } from "./visit-question.ts";
import { visitRelation, visitRoster } from "./visit-roster.ts";

export interface RouteEntry {
  key: string;
  node: Node;
  kind: "question" | "info" | "check" | "select" | "roster" | "quota" | "end";
  /** Roster items around it, outermost first. */
  items: string[];
  row: CompiledOption | null;
  pair: [string, string] | null;
  /** Options that can be chosen now, in the order of the definition. */
  options: CompiledOption[];
  /** The answer as far as it counts: hidden options are left out. */
  answer: Answer | null;
  done: boolean;
  /** check: was it let stand? end: what the interview came to. */
  overridden: boolean;
  outcome: string | null;
}

export interface Route {
  entries: RouteEntry[];
  byKey: Map<string, RouteEntry>;
  /** Names outside rosters. */
  context: ConditionContext;
  /** Roster items on the route, by `roster@item[@item]`. */
  records: Map<string, ConditionRecord>;
  /** Active item ids by roster key. */
  rosters: Map<string, string[]>;
  /** Computed values and what other-specify fields hold, by key. */
  derived: Map<string, AnswerValue>;
  others: Map<string, Answer>;
  /** Roster items that the state does not have yet; the next act stores them. */
  newItems: Record<string, string[]>;
  /** Questions on the route, and those that an unknown condition may still add. */
  questions: number;
  maybe: number;
  faults: string[];
  /** Index of the first entry that waits. */
  current: number;
}

/** The pass while it runs. */
export interface Pass {
  compiled: Compiled;
  state: InterviewState;
  /** The state's answers: looking up names that are not there is slow in an object of changing shape. */
  answers: Map<string, Answer>;
  route: Route;
  values: Record<string, unknown>;
  status: Record<string, string>;
  items: string[];
  suffix: string;
  record: ConditionRecord | null;
  /** Names set inside the roster item that is being visited. */
  local: string[];
  stopped: boolean;
}

/** The routes of the states seen last; a few are enough for one act, and a WeakMap of all is slow to collect. */
interface Recent {
  states: InterviewState[];
  routes: Route[];
  next: number;
}

const kept = 8;
const recent = new WeakMap<Compiled, Recent>();

/** The route of a state. States are never changed in place, so it is computed once while they are in use. */
export function routeOf(compiled: Compiled, state: InterviewState): Route {
  const cache = recent.get(compiled);
  const at = cache ? cache.states.indexOf(state) : -1;
  if (cache && at >= 0) return cache.routes[at] as Route;
  const route = computeRoute(compiled, state);
  keepRoute(compiled, state, route);
  return route;
}

/** For a state that differs only in what the route itself drew, such as a stored order. */
export function keepRoute(compiled: Compiled, state: InterviewState, route: Route): void {
  let cache = recent.get(compiled);
  if (!cache) {
    cache = { states: [], routes: [], next: 0 };
    recent.set(compiled, cache);
  }
  cache.states[cache.next] = state;
  cache.routes[cache.next] = route;
  cache.next = (cache.next + 1) % kept;
}

function computeRoute(compiled: Compiled, state: InterviewState): Route {
  const values: Record<string, unknown> = Object.create(null);
  const status: Record<string, string> = Object.create(null);
  values.sample = Object.assign(compiled.scope.makeRecord("Sample"), state.sample);
  values.interview = Object.assign(compiled.scope.makeRecord("Interview"), {
    today: state.today,
    language: state.language,
  });
  const route: Route = {
    ...{ entries: [], byKey: new Map(), context: { values, status }, records: new Map(), rosters: new Map() },
    ...{
      derived: new Map(),
      others: new Map(),
      newItems: {},
      questions: 0,
      maybe: 0,
      faults: [],
      current: 0,
    },
  };
  const pass: Pass = {
    ...{
      compiled,
      state,
      answers: new Map(Object.entries(state.answers)),
      route,
      values,
      status,
      items: [],
      suffix: "",
      record: null,
      local: [],
      stopped: false,
    },
  };
  for (const node of compiled.roots) visit(pass, node);
  if (!pass.stopped) addEntry(pass, compiled.roots.at(-1) as Node, "end", "end", { outcome: "complete" });
  const open = route.entries.findIndex((entry) => !entry.done);
  route.current = open < 0 ? route.entries.length - 1 : open;
  return route;
}

const visitors: Record<ItemType, (pass: Pass, node: Node) => void> = {
  ...{
    block: visitChildren,
    roster: visitRoster,
    compute: visitCompute,
    check: visitCheck,
    quota: visitQuota,
  },
  ...{ end: visitEnd, info: visitInfo, grid: visitGrid, relation: visitRelation },
  ...{ single: visitQuestion, multiple: visitQuestion, number: visitQuestion, text: visitQuestion },
  ...{ date: visitQuestion, time: visitQuestion, scale: visitQuestion, ranking: visitQuestion },
  ...{ lookup: visitQuestion, phone: visitQuestion, consent: visitQuestion, select: visitQuestion },
};

export function visit(pass: Pass, node: Node): void {
  if (pass.stopped) {
    if (pass.route.entries.at(-1)?.kind === "quota") pass.route.maybe += node.questions;
  } else if (node.item.type === "check" || !node.when || holds(pass, node)) {
    visitors[node.item.type](pass, node);
  }
}

export function visitChildren(pass: Pass, node: Node): void {
  if (node.order === "given") {
    for (const child of node.children) visit(pass, child);
    return;
  }
  const key = node.id + pass.suffix;
  const order = orderOfChildren(node, pass.state, key);
  const byId = new Map(node.children.map((child) => [child.id, child]));
  for (const id of order) {
    const child = byId.get(id);
    if (child) visit(pass, child);
  }
}

export function orderOfChildren(node: Node, state: InterviewState, key: string): string[] {
  const elements = node.children.map((child) => ({
    code: child.id,
    anchor: child.item.type === "block" && (child.item.anchor ?? false),
  }));
  return realiseOrder(elements, node.order, state.seed, key, state.orders[key]);
}

/** Is the node's own condition true? Counts what an unknown one may still add. */
function holds(pass: Pass, node: Node): boolean {
  const value = guarded(pass, () => node.when?.value(pass));
  if (value === undefined) pass.route.maybe += node.questions;
  return value === true;
}

/** A condition that fails at run time counts as unknown, is listed as an issue, and fails the autotest. */
export function guarded<T>(pass: Pass, evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (!(error instanceof ConditionFault)) throw error;
    pass.route.faults.push(error.message);
    return undefined;
  }
}

export function addEntry(
  pass: Pass,
  node: Node,
  kind: RouteEntry["kind"],
  key: string,
  extra: Partial<RouteEntry> = {},
): RouteEntry {
  // Written out: this runs for every question after every answer, and spreading objects costs three times as much.
  const entry: RouteEntry = {
    key,
    node,
    kind,
    items: pass.items,
    row: extra.row ?? null,
    pair: extra.pair ?? null,
    options: extra.options ?? node.options,
    answer: extra.answer ?? null,
    done: extra.done ?? false,
    overridden: extra.overridden ?? false,
    outcome: extra.outcome ?? null,
  };
  pass.route.entries.push(entry);
  pass.route.byKey.set(key, entry);
  if (kind === "question" || kind === "select") pass.route.questions++;
  return entry;
}

/** Makes a value known to the conditions that follow, inside the roster item too. */
export function setValue(pass: Pass, name: string, value: unknown): void {
  pass.values[name] = value;
  if (!pass.record) return;
  pass.record[name] = value;
  pass.local.push(name);
}

export function setStatus(pass: Pass, name: string, status: string): void {
  pass.status[name] = status;
  if (!pass.record) return;
  pass.record.$status[name] = status;
  pass.local.push(name);
}
