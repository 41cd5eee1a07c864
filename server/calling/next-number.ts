import type { CaseNumber } from "../cases/case.ts";
import type { Outcome } from "./outcome-catalogue.ts";
import type { Policy } from "./policy.ts";

interface Tried {
  numberId: string;
  rule: Outcome;
}

interface Question {
  numbers: readonly CaseNumber[];
  history: readonly Tried[];
  last: Tried;
  policy: Pick<Policy, "limits">;
  /** From when a number may be tried; null when no hour is left for it. */
  opensAt: (number: CaseNumber) => Date | null;
}

/** May this number be tried again, by its own history? */
function usable(number: CaseNumber, { history, policy }: Pick<Question, "history" | "policy">): boolean {
  if (number.state !== "callable") return false;
  if (number.attempts >= policy.limits.attemptsPerNumber.limit) return false;
  const own = history.filter((attempt) => attempt.numberId === number.id);
  return own.every(({ rule }) => {
    const most = rule.next.maxAttempts;
    return most === undefined || own.filter((other) => other.rule.code === rule.code).length < most;
  });
}

/**
 * Which number comes next: the one on which somebody was reached; otherwise the usable one that may be tried first,
 * among equals the one with the fewest attempts, in the order of the sample. So each number has its turn once, then
 * the case waits for the first whose own delay is over. null when none is left.
 */
export function nextNumber(question: Question): CaseNumber | null {
  const left = question.numbers.filter((number) => usable(number, question));
  const { last, opensAt } = question;
  const reached = last.rule.contact ? left.find((number) => number.id === last.numberId) : undefined;
  // Looking for hours costs more than all else here, and most cases have one number.
  if (reached || left.length < 2) return reached ?? left[0] ?? null;
  const turns = left.map((number) => ({
    number,
    at: opensAt(number)?.getTime() ?? Number.POSITIVE_INFINITY,
  }));
  turns.sort((a, b) => (a.at === b.at ? a.number.attempts - b.number.attempts : a.at - b.at));
  return turns[0]?.number ?? null;
}
