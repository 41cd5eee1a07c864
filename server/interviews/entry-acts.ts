import { isDeepStrictEqual } from "node:util";
import {
  type Compiled,
  entriesToActs,
  type Rejection,
  type Step,
  type TypedAct,
} from "../../surveys/engine/index.ts";
import { rosterActs } from "./roster-acts.ts";
import type { TypedEntry } from "./typed-entry.ts";

/**
 * Turns the fields of a step's form into acts, or says why they are none. What is typed counts before what is
 * marked; an answer that is there already makes no act, so that going back and forward unchanged changes
 * nothing. Pure.
 */
export function entryActs(compiled: Compiled, step: Step, typed: TypedEntry): TypedAct[] | Rejection {
  if (step.roster) return rosterActs(step, typed);
  const marked = (typed.marked ?? []).toSorted(inOrderOf(step));
  const isSpecial = (mark: string) => mark.startsWith("special:");
  if (marked.some(isSpecial) && !marked.every(isSpecial)) return { code: "mixed", key: step.key, params: {} };
  const long = step.type === "text" && step.field.long;
  const entry = (long && typed.text.trim()) || typed.code;
  // A draw among nobody may be made again; any other answer that is there stays.
  const settled = step.answer && step.kind !== "info" && step.select?.drawn?.eligible !== 0;
  if (!entry && marked.length === 0 && settled) {
    const others = othersOf(step, typed);
    return Object.keys(others).length > 0 ? changed(step, otherActs(compiled, step, others)) : [];
  }
  const acts = entriesToActs(compiled, step, { entry, values: marked, other: othersOf(step, typed) });
  return Array.isArray(acts) ? changed(step, acts) : acts;
}

/** Codes that were there keep their order of mention, new ones come after them. */
function inOrderOf(step: Step): (one: string, other: string) => number {
  const before = step.answer && "v" in step.answer && Array.isArray(step.answer.v) ? step.answer.v : [];
  const place = (code: string) => (before.includes(code) ? before.indexOf(code) : before.length);
  return (one, other) => place(one) - place(other);
}

/** Texts of other-specify fields, of the options that are chosen. */
function othersOf(step: Step, typed: TypedEntry): Record<string, string> {
  const typedCodes = new Set(typed.code.split(/[\s,;+]+/));
  const chosen = step.options.filter(
    (option) =>
      typedCodes.has(option.entry) ||
      (typed.marked ? typed.marked.includes(option.code) : !typed.code && option.selected),
  );
  return Object.fromEntries(
    chosen.flatMap(({ other }) => {
      const words = other ? typed.others[other.key]?.trim() : "";
      return other && words ? [[other.key, words]] : [];
    }),
  );
}

function otherActs(compiled: Compiled, step: Step, other: Record<string, string>): TypedAct[] {
  const acts = entriesToActs(compiled, { ...step, required: false }, { other });
  return Array.isArray(acts) ? acts : [];
}

function changed(step: Step, acts: TypedAct[]): TypedAct[] {
  return acts.filter((act) => {
    const other = step.options.find((option) => option.other?.key === act.key)?.other;
    const now = act.key === step.key ? step.answer : (other?.answer ?? null);
    if (!now) return true;
    return act.kind === "special"
      ? !("s" in now && now.s === act.value)
      : !("v" in now && isDeepStrictEqual(now.v, act.value));
  });
}
