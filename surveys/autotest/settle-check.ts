import {
  applyAct,
  type Compiled,
  currentStep,
  type InterviewState,
  type Step,
  type TypedAct,
} from "../engine/index.ts";
import { type Random, randomIndex, shuffle } from "../engine/random.ts";
import { randomValue } from "./answer-at-random.ts";

/**
 * What an interviewer does at a check: lets a soft one stand (mostly), or corrects one of its questions so
 * that it no longer fires. Tries random values, then every whole number of small ranges (sums to a total); in a
 * list one more item or one less.
 */
export function settleCheck(
  compiled: Compiled,
  state: InterviewState,
  step: Step,
  random: Random,
): TypedAct[] {
  if (step.check?.level !== "hard" && random() < 0.8) {
    return [{ kind: "override", key: step.key, value: "confirmed" }];
  }
  const questions = shuffle(step.check?.questions ?? [], random);
  for (const { key } of questions) {
    const target = currentStep(compiled, state, key);
    if (target.key !== key) continue;
    const possible: Iterable<TypedAct[]> =
      target.kind === "roster" ? itemActs(state, target.key, random) : corrections(compiled, target, random);
    for (const acts of possible) {
      const next = applyAll(compiled, state, acts);
      if (next && currentStep(compiled, next).key !== step.key) return acts;
    }
  }
  if (step.check?.level !== "hard") return [{ kind: "override", key: step.key, value: "confirmed" }];
  const last = questions[0];
  const value = last && randomValue(compiled, currentStep(compiled, state, last.key), random);
  return last && value !== undefined ? [{ kind: "answer", key: last.key, value }] : [];
}

function applyAll(compiled: Compiled, state: InterviewState, acts: TypedAct[]): InterviewState | null {
  let next = state;
  for (const act of acts) {
    const done = applyAct(compiled, next, { ...act, seq: next.lastSeq + 1, at: "" });
    if (done.rejections.length > 0) return null;
    next = done.state;
  }
  return next;
}

/** A list is put right by one person more, or by some less. */
function itemActs(state: InterviewState, key: string, random: Random): TypedAct[][] {
  const answer = state.answers[key];
  const ids = answer && "v" in answer && Array.isArray(answer.v) ? answer.v : [];
  const removals = ids.map((id): TypedAct => ({ kind: "removeItem", key: `${key}@${id}` }));
  const fewer = ids.map((_, at) => removals.slice(at)).reverse();
  const more: TypedAct[][] = [[{ kind: "addItem", key, value: "Eve" }]];
  return random() < 0.5 ? [...fewer, ...more] : [...more, ...fewer];
}

function* corrections(compiled: Compiled, target: Step, random: Random): Generator<TypedAct[]> {
  for (let attempt = 0; attempt < 12; attempt++) {
    const value = randomValue(compiled, target, random);
    if (value !== undefined) yield [{ kind: "answer", key: target.key, value }];
  }
  const { min, max } = target.field;
  if (target.type === "number" && typeof min === "number" && typeof max === "number" && max - min <= 1000) {
    for (let value = min; value <= max; value++) yield [{ kind: "answer", key: target.key, value }];
  }
  const special = target.specials[randomIndex(random, Math.max(1, target.specials.length))];
  if (special) yield [{ kind: "special", key: target.key, value: special.id }];
}
