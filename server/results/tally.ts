import type { Value, Variable } from "./variable.ts";

/** What was answered to one variable over all interviews counted so far. */
export interface Tally {
  /** Interviews in which a value was given. */
  valid: number;
  /** By code; in a multiple each mention counts. */
  codes: Map<string, number>;
  specials: Map<string, number>;
  notAsked: number;
  unanswered: number;
  /** Answers of number questions, by value: enough for mean, median and histogram. */
  numbers: Map<number, number>;
}

export function emptyTally(): Tally {
  return {
    valid: 0,
    codes: new Map(),
    specials: new Map(),
    notAsked: 0,
    unanswered: 0,
    numbers: new Map(),
  };
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** Counts one interview in. Open text and dates count as given; what was typed is never kept here. */
export function addToTally(tally: Tally, variable: Variable, value: Value): void {
  if (value === "notAsked") tally.notAsked += 1;
  else if (value === "unanswered") tally.unanswered += 1;
  else if ("s" in value) count(tally.specials, value.s);
  else {
    tally.valid += 1;
    const { v } = value;
    if (variable.type === "multiple" && Array.isArray(v)) for (const code of v) count(tally.codes, code);
    else if (variable.type === "ranking" && Array.isArray(v)) count(tally.codes, v[0] ?? "");
    else if (variable.type === "single" || variable.type === "boolean") count(tally.codes, String(v));
    else if (typeof v === "number") count(tally.numbers, v);
  }
}

/** Interviews that the percentages refer to: everybody who was asked and answered, refusals included. */
export function baseOf(tally: Tally): number {
  return [...tally.specials.values()].reduce((sum, n) => sum + n, tally.valid);
}
