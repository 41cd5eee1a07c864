import type { Compiled } from "./compiled.ts";
import type { InterviewState, Scalar } from "./interview-state.ts";
import { routeOf } from "./route.ts";

/**
 * The values that decide the cell of a quota: of questions, computes ("sex") and sample variables
 * ("sample.region"), in the order of `by`; null where there is none, such as after "don't know".
 */
export function quotaValues(
  compiled: Compiled,
  state: InterviewState,
  by: readonly string[] = [],
): (Scalar | null)[] {
  const { values } = routeOf(compiled, state).context;
  return by.map((name) => {
    const value = name.startsWith("sample.") ? state.sample[name.slice(7)] : values[name];
    return (value as Scalar | undefined) ?? null;
  });
}

/** A quota on the route and how it was decided; its cell is told by the values. */
export interface QuotaPassed {
  id: string;
  result: "open" | "full";
  values: (Scalar | null)[];
}

/** The quotas that the route has passed. One that an answer has taken off the route counts no more. */
export function quotasPassed(compiled: Compiled, state: InterviewState): QuotaPassed[] {
  const { values } = routeOf(compiled, state).context;
  return Object.entries(state.quotas).flatMap(([id, result]) => {
    const item = compiled.nodes.get(id)?.item;
    return item?.type === "quota" && values[id] !== undefined
      ? [{ id, result, values: quotaValues(compiled, state, item.by) }]
      : [];
  });
}
