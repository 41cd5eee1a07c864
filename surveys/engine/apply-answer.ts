import type { Change } from "./apply-act.ts";
import { closeRoster } from "./apply-roster-act.ts";
import { checkOther, checkValue } from "./check-value.ts";
import type { Compiled } from "./compiled.ts";
import type { Act, Answer, InterviewState } from "./interview-state.ts";
import { type ResolvedKey, resolveKey } from "./resolve-key.ts";
import { routeOf } from "./route.ts";
import { drawRespondent } from "./select-respondent.ts";

const refused = (code: string): Change => ({ rejection: { code, params: {} } });
const withoutAnswer = new Set(["block", "roster", "compute", "check", "quota", "end"]);

/** Stores a value that the question can hold, on the route or off it. */
export function applyAnswer(compiled: Compiled, state: InterviewState, act: Act): Change {
  if (compiled.nodes.get(act.key.split("@", 1)[0] ?? "")?.item.type === "roster")
    return closeRoster(compiled, state, act);
  const place = questionAt(compiled, act.key);
  if (!place || act.value === undefined) return refused(place ? "type" : "unknown-question");
  const { node } = place;
  if (node.item.type === "select") return select(compiled, state, act);
  if (place.other?.other) {
    const problem = checkOther(place.other.other, act.value);
    return problem ? { rejection: problem } : store(state, act.key, { v: act.value });
  }
  // Only options that depend on the interview need its route.
  const entry = node.masked ? routeOf(compiled, state).byKey.get(act.key) : undefined;
  const options = entry?.options ?? node.options;
  // Off the route the options of a roster mask cannot be known; the route drops what does not fit.
  if (!entry && node.mask?.node.item.type === "roster") return store(state, act.key, { v: act.value });
  const problem = checkValue(compiled, node, act.value, options, state.today);
  return problem ? { rejection: problem } : store(state, act.key, { v: act.value });
}

export function applySpecial(compiled: Compiled, state: InterviewState, act: Act): Change {
  const place = questionAt(compiled, act.key);
  if (!place) return refused("unknown-question");
  const id = String(act.value ?? "");
  const { item, specials } = place.node;
  if (isFrozen(state, place, act.key)) return refused("frozen");
  const empty = id === "empty" && (place.other ? place.other.other?.required === false : isOptional(item));
  if (empty || specials.some((special) => special.id === id)) return store(state, act.key, { s: id });
  const allowed = specials.map((special) => special.id).join(", ");
  return { rejection: { code: "unknown-special", params: { found: id.slice(0, 40), allowed } } };
}

export function applyClear(compiled: Compiled, state: InterviewState, act: Act): Change {
  const place = questionAt(compiled, act.key);
  if (!place) return refused("unknown-question");
  if (isFrozen(state, place, act.key)) return refused("frozen");
  const { [act.key]: _gone, ...answers } = state.answers;
  return { answers };
}

function select(compiled: Compiled, state: InterviewState, act: Act): Change {
  const entry = routeOf(compiled, state).byKey.get(act.key);
  if (isDrawn(state.answers[act.key])) return refused("frozen");
  if (!entry) return refused("not-on-route");
  const drawn = drawRespondent(compiled, state, entry, act.value);
  return "rejection" in drawn ? refused(drawn.rejection) : store(state, act.key, { v: drawn.value });
}

function isFrozen(state: InterviewState, place: ResolvedKey, key: string): boolean {
  return place.node.item.type === "select" && isDrawn(state.answers[key]);
}

/** A draw among nobody may be repeated once somebody is eligible. */
function isDrawn(answer: Answer | undefined): boolean {
  if (!answer) return false;
  return !(
    "v" in answer &&
    typeof answer.v === "object" &&
    "eligible" in answer.v &&
    answer.v.eligible === 0
  );
}

function isOptional(item: object): boolean {
  return "required" in item && item.required === false;
}

function questionAt(compiled: Compiled, key: string): ResolvedKey | null {
  const place = resolveKey(compiled, key);
  return place && !withoutAnswer.has(place.node.item.type) ? place : null;
}

function store(state: InterviewState, key: string, answer: Answer): Change {
  return { answers: { ...state.answers, [key]: answer } };
}
