import { findOutcome, type Outcome, type OutcomeCatalogue } from "./outcome-catalogue.ts";

/** Rank of an AAPOR class in a history: what was learned is not overwritten by what was not. */
const ranks: [prefix: string, rank: number][] = [
  ["1.1", 100],
  ["1.2", 90],
  ["4.", 80],
  ["2.1", 70],
  ["2.3", 60],
  ["2.2", 50],
  ["3.2", 40],
  ["3.", 10],
];

function rankOf(code: string): number {
  return ranks.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 0;
}

/** Was a household or the wanted person ever confirmed? */
export function householdConfirmed(outcomes: readonly Outcome[]): boolean {
  return outcomes.some((outcome) => outcome.confirms);
}

/**
 * The AAPOR code of a case from its whole history of attempt outcomes (Standard Definitions, "final disposition
 * codes"): a complete before all; then ineligible by word of mouth; then a refusal, which a later no answer or a
 * cap does not overwrite; other non-interviews; non-contact when a household was ever confirmed, otherwise
 * unknown eligibility. A dead number counts only when no number of the case is left. Never worked: 3.11.
 */
export function finalDisposition(
  catalogue: OutcomeCatalogue,
  history: readonly string[],
  options: { numbersLeft: boolean } = { numbersLeft: true },
): string {
  const outcomes = history.flatMap((code) => findOutcome(catalogue, code) ?? []);
  if (outcomes.length === 0) return "3.11";
  const confirmed = householdConfirmed(outcomes);
  let best: { code: string; rank: number } | null = null;
  for (const outcome of outcomes) {
    const code = dispositionOf(outcome, confirmed, options.numbersLeft);
    if (!code) continue;
    const rank = rankOf(code);
    if (!best || rank >= best.rank) best = { code, rank };
  }
  if (best) return best.code;
  return confirmed ? "2.20" : "3.90";
}

function dispositionOf(outcome: Outcome, confirmed: boolean, numbersLeft: boolean): string | null {
  if (!outcome.aapor) return outcome.contact && confirmed ? "2.20" : null;
  if (outcome.kind === "number-problem" && outcome.aapor.startsWith("4."))
    return numbersLeft || confirmed ? null : outcome.aapor;
  if (outcome.kind === "not-reached" && confirmed && outcome.aapor.startsWith("3.")) return "2.20";
  return outcome.aapor;
}
