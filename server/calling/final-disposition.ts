import { findOutcome, isRefusal, type Outcome, type OutcomeCatalogue } from "./outcome-catalogue.ts";

/** Rank of an AAPOR class in a history: what was learned is not overwritten by what was not. First match counts. */
const ranks: [prefix: string, rank: number][] = [
  ["1.1", 100],
  ["1.2", 90],
  ["4.", 80],
  ["2.1", 70],
  ["2.3", 60],
  ["2.2", 50],
  ["3.2", 40],
  ["3.9", 30],
  ["3.", 10],
];

function rankOf(code: string): number {
  return ranks.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 0;
}

const quotaFilled = "4.80";

interface Tried {
  numberId: string;
  outcome: string;
}

/** What a history says about the household behind a case. */
interface Known {
  /** A household or the wanted person was confirmed. */
  confirmed: boolean;
  /** Somebody spoke on a number that is the case's own. */
  spoke: boolean;
  refused: boolean;
  numbersLeft: boolean;
}

/** The number is out: whatever it says about it says nothing about a case that has another one. */
const losesNumber = ({ number }: Outcome) => number === "dead" || number === "wrong";

/** Nothing was decided in it. */
const decidesNothing = ({ kind }: Outcome) => ["not-reached", "contact", "appointment"].includes(kind);

/**
 * The AAPOR code of a case from its whole history of attempts, oldest first. Codes and their classes are those of the
 * AAPOR Standard Definitions for the telephone (`test/fixtures/vectors/aapor_phone_codes.json` says where each comes
 * from). In order:
 * 1. a complete, then a partial;
 * 2. not eligible by word of mouth (4.x), and quota filled (4.80) unless somebody refused. House rule, as the vectors
 *    name the class (NE) but no order: a full cell is our doing and says nothing about the person, and NE leaves every
 *    denominator, so before a refusal it would raise the rates;
 * 3. a refusal or a break-off, which no later no answer or cap overwrites;
 * 4. other non-interviews, then 2.20 non-contact where a household was ever confirmed;
 * 5. 3.90 where somebody spoke and nothing was learned: "no answer" would be untrue;
 * 6. unknown eligibility by the last try; never worked: 3.11.
 *
 * Interim outcomes (appointment, call back, not safe to talk) are no dispositions: they confirm, or say that somebody
 * spoke. An interview that broke off and was never resumed is one (2.12). What ends a number only (dead, fax, wrong
 * number, a business) decides when no number is left and nobody of the case was ever reached. Who turns out to be
 * somebody else undoes what their number seemed to confirm before, but no refusal.
 */
export function finalDisposition(
  catalogue: OutcomeCatalogue,
  history: readonly Tried[],
  options: { numbersLeft: boolean } = { numbersLeft: true },
): string {
  const tried = history.flatMap(({ numberId, outcome }) => {
    const rule = findOutcome(catalogue, outcome);
    return rule ? [{ numberId, rule }] : [];
  });
  if (tried.length === 0) return "3.11";
  const outcomes = tried
    .filter(({ numberId, rule }, index) => {
      const isOther = tried
        .slice(index + 1)
        .some((later) => later.numberId === numberId && later.rule.number === "wrong");
      return !(isOther && decidesNothing(rule));
    })
    .map(({ rule }) => rule);
  const known = {
    confirmed: outcomes.some((outcome) => outcome.confirms),
    spoke: outcomes.some((outcome) => outcome.contact && !losesNumber(outcome)),
    refused: outcomes.some(isRefusal),
    numbersLeft: options.numbersLeft,
  };
  let best: { code: string; rank: number } | null = null;
  for (const outcome of outcomes) {
    const code = dispositionOf(outcome, known);
    if (!code) continue;
    const rank = rankOf(code);
    if (!best || rank >= best.rank) best = { code, rank };
  }
  return best?.code ?? (known.confirmed ? "2.20" : "3.90");
}

function dispositionOf(outcome: Outcome, known: Known): string | null {
  const { confirmed, spoke, refused, numbersLeft } = known;
  const { aapor, contact, interim, kind } = outcome;
  if (losesNumber(outcome)) return numbersLeft || confirmed || spoke ? null : aapor;
  if (!aapor || (interim && decidesNothing(outcome))) return contact ? (confirmed ? "2.20" : "3.90") : null;
  if (aapor === quotaFilled && refused) return null;
  if (kind === "not-reached" && aapor.startsWith("3.")) return confirmed ? "2.20" : aapor;
  return aapor;
}
