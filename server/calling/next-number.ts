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
}

/** May this number be tried again, by its own history? */
function usable(number: CaseNumber, { history, policy }: Question): boolean {
  if (number.state !== "callable") return false;
  if (number.attempts >= policy.limits.attemptsPerNumber.limit) return false;
  const own = history.filter((attempt) => attempt.numberId === number.id);
  return own.every(({ rule }) => {
    const most = rule.next.maxAttempts;
    return most === undefined || own.filter((other) => other.rule.code === rule.code).length < most;
  });
}

/**
 * Which number comes next: the one on which somebody was reached, otherwise the usable one with the fewest
 * attempts, in the order of the sample. null when none is left.
 */
export function nextNumber(question: Question): CaseNumber | null {
  const left = question.numbers.filter((number) => usable(number, question));
  const { last } = question;
  const reached = last.rule.contact ? left.find((number) => number.id === last.numberId) : undefined;
  if (reached) return reached;
  return left.reduce<CaseNumber | null>(
    (best, number) => (best === null || number.attempts < best.attempts ? number : best),
    null,
  );
}
