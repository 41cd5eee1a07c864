import { buildStep } from "./build-step.ts";
import type { Compiled } from "./compiled.ts";
import type { InterviewState, Scalar } from "./interview-state.ts";
import { type RouteEntry, routeOf } from "./route.ts";
import { settle } from "./settle.ts";
import type { Step } from "./step.ts";
import type { Words } from "./words.ts";

/** A fresh interview. Sample values that the definition does not declare are left out. */
export function startInterview(
  compiled: Compiled,
  begin: { seed: string; language: string; today: string; sample?: Record<string, Scalar> },
): InterviewState {
  const { languages, sample: declared = {} } = compiled.definition;
  const sample: Record<string, Scalar> = {};
  for (const [name, variable] of Object.entries(declared)) {
    const value = begin.sample && Object.hasOwn(begin.sample, name) ? begin.sample[name] : undefined;
    const typed = value === undefined ? undefined : sampleValue(variable.type, value);
    if (typed !== undefined) sample[name] = typed;
  }
  const state: InterviewState = {
    ...{ seed: begin.seed, today: begin.today, sample, lastSeq: 0 },
    language: languages.includes(begin.language) ? begin.language : (languages[0] ?? begin.language),
    ...{ answers: {}, orders: {}, quotas: {}, overrides: {}, created: {}, names: {}, closed: {} },
  };
  return settle(compiled, null, state);
}

/** A sample file brings texts; the definition says what they mean. Undefined if it is no such value. */
function sampleValue(type: string, value: Scalar): Scalar | undefined {
  if (type === "boolean")
    return typeof value === "boolean" ? value : /^(true|yes|ja|1)$/i.test(String(value));
  if (type !== "number") return String(value);
  const number = typeof value === "number" ? value : Number(String(value).trim().replace(",", ".") || "x");
  return Number.isFinite(number) ? number : undefined;
}

/** The step to show: the first that waits, or the one at key `at` if that is on the route. */
export function currentStep(
  compiled: Compiled,
  state: InterviewState,
  at?: string | null,
  words: Words = {},
): Step {
  const route = routeOf(compiled, state);
  const entry = (at ? route.byKey.get(at) : undefined) ?? (route.entries[route.current] as RouteEntry);
  return buildStep(compiled, state, route, entry, words);
}

/** Key of the step behind `key` on the route; null at the end or off the route. */
export function stepAfter(compiled: Compiled, state: InterviewState, key: string): string | null {
  return neighbour(compiled, state, key, 1);
}

export function stepBefore(compiled: Compiled, state: InterviewState, key: string): string | null {
  return neighbour(compiled, state, key, -1);
}

function neighbour(compiled: Compiled, state: InterviewState, key: string, by: number): string | null {
  const { entries } = routeOf(compiled, state);
  const at = entries.findIndex((entry) => entry.key === key);
  return at < 0 ? null : (entries[at + by]?.key ?? null);
}

/** What the interview came to, once nothing on the route waits. */
export function isComplete(compiled: Compiled, state: InterviewState): { outcome: string } | null {
  const route = routeOf(compiled, state);
  const entry = route.entries[route.current];
  return entry?.kind === "end" ? { outcome: entry.outcome ?? "complete" } : null;
}

/** The server's decision at a quota node; the browser never makes it. */
export function decideQuota(
  compiled: Compiled,
  state: InterviewState,
  key: string,
  result: "open" | "full",
): InterviewState {
  return settle(compiled, null, { ...state, quotas: { ...state.quotas, [key]: result } });
}

/** After a suspension the places are given back; on resume the server decides again. */
export function forgetQuotas(state: InterviewState): InterviewState {
  return { ...state, quotas: {} };
}
