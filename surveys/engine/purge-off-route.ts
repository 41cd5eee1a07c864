import type { Compiled } from "./compiled.ts";
import type { Answer, InterviewState } from "./interview-state.ts";
import { routeOf } from "./route.ts";

/**
 * Deletes what is off the route: answers, hidden options, names and items of inactive roster items. Called at
 * completion unless the questionnaire keeps them ("offRoute": "keep").
 */
export function purgeOffRoute(compiled: Compiled, state: InterviewState): InterviewState {
  if (compiled.definition.offRoute === "keep") return state;
  const route = routeOf(compiled, state);
  const answers: Record<string, Answer> = {};
  for (const key of Object.keys(state.answers)) {
    const effective =
      route.byKey.get(key)?.answer ?? route.others.get(key) ?? rosterAnswer(route.rosters.get(key));
    if (effective) answers[key] = effective;
  }
  const active = (key: string) => {
    const at = key.lastIndexOf("@");
    return route.rosters.get(key.slice(0, at))?.includes(key.slice(at + 1)) ?? false;
  };
  const keep = <T>(record: Record<string, T>, test: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(record).filter(([key]) => test(key)));
  return {
    ...state,
    answers,
    names: keep(state.names, active),
    overrides: keep(state.overrides, (key) => route.byKey.has(key)),
  };
}

function rosterAnswer(items: string[] | undefined): Answer | null {
  return items ? { v: items } : null;
}
