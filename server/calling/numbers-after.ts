import type { CaseNumber } from "../cases/case.ts";
import type { Outcome } from "./outcome-catalogue.ts";

/** Counts attempts and applies what each outcome says about its number; recomputed, so a repeat counts once. */
export function numbersAfter(
  numbers: readonly CaseNumber[],
  history: readonly { numberId: string; rule: Outcome }[],
): CaseNumber[] {
  return numbers.map((number) => {
    const own = history.filter((attempt) => attempt.numberId === number.id);
    let { state } = number;
    for (const { rule } of own) if (rule.number !== "keep" && state === "callable") state = rule.number;
    return { ...number, attempts: own.length, state };
  });
}
