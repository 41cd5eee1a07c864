import type { FieldError } from "../http/problem.ts";
import {
  defaultOutcomes,
  endOutcome,
  findOutcome,
  type Outcome,
  type OutcomeCatalogue,
} from "./outcome-catalogue.ts";
import type { Policy } from "./policy.ts";

/**
 * Outcomes that the program itself sets: at the end of an interview, for a call that was lost, for an interview that is
 * declared invalid; for whoever is never to be called again; and those that simulated people come to.
 */
export const neededOutcomes = [
  ...["complete", "ineligible", "quota-full", "technical-fault", "invalidated", "never-again"],
  ...["no-answer", "busy", "voicemail", "dead-number", "business", "no-eligible", "language", "hung-up"],
  ...["appointment", "call-back", "refused-today", "refused", "break-off"],
] as const;

/** What the program relies on in them; labels, keys, notes and delays are the study's own affair. */
const fixed = ["kind", "interim", "form", "blocklist"] as const;

/** In each of these an interviewer needs something to choose. */
const chosenIn = ["unanswered", "answered", "interview"] as const;

export interface OutcomeChange {
  before: OutcomeCatalogue;
  after: OutcomeCatalogue;
  /** Codes that attempts and cases of the study have. */
  used: ReadonlySet<string>;
  /** Of the policy in force; they name outcomes. */
  delays: Policy["delays"];
  /** What the ends of the newest questionnaire say. */
  ends: readonly string[];
}

function neededFaults(after: OutcomeCatalogue): FieldError[] {
  return neededOutcomes.flatMap((code) => {
    const index = after.outcomes.findIndex((outcome) => outcome.code === code);
    const shipped = findOutcome(defaultOutcomes(), code);
    const found = after.outcomes[index];
    if (!shipped) throw new Error(`the shipped catalogue lacks ${code}`);
    if (!found)
      return {
        ...{ pointer: "/outcomes", code: "outcome-needed", params: { code } },
        detail: `${code} is missing; Fieldline itself uses it`,
      };
    return memberFaults(found, shipped).map(({ member, allowed }) => ({
      pointer: `/outcomes/${index}/${member}`,
      detail: `of ${code} must stay ${allowed}; Fieldline itself relies on it`,
      code: "outcome-fixed",
      params: { code, member, allowed },
    }));
  });
}

function memberFaults(found: Outcome, shipped: Outcome): { member: string; allowed: string }[] {
  const aapor = shipped.kind === "complete" && found.aapor !== shipped.aapor;
  return [
    ...fixed
      .filter((member) => found[member] !== shipped[member])
      .map((member) => ({ member, allowed: JSON.stringify(shipped[member] ?? null) })),
    ...(found.next.case === shipped.next.case
      ? []
      : [{ member: "next/case", allowed: JSON.stringify(shipped.next.case) }]),
    ...(shipped.situations.every((situation) => found.situations.includes(situation))
      ? []
      : [{ member: "situations", allowed: JSON.stringify(shipped.situations) }]),
    ...(aapor ? [{ member: "aapor", allowed: JSON.stringify(shipped.aapor) }] : []),
  ];
}

/** Why a catalogue that is right in itself cannot take the place of the one in force; empty when it can. */
export function outcomeChangeFaults({ before, after, used, delays, ends }: OutcomeChange): FieldError[] {
  const needed: readonly string[] = neededOutcomes;
  const gone = before.outcomes.filter(({ code }) => !findOutcome(after, code) && !needed.includes(code));
  const ended = new Set(ends.map((word) => endOutcome(before, word)?.code));
  return [
    ...neededFaults(after),
    ...gone
      .filter(({ code }) => used.has(code))
      .map(({ code }) => ({
        ...{ pointer: "/outcomes", code: "outcome-used", params: { code } },
        detail: `${code} is missing; calls or cases of this study have this outcome`,
      })),
    ...gone
      .filter(({ code }) => ended.has(code))
      .map(({ code }) => ({
        ...{ pointer: "/outcomes", code: "outcome-in-questionnaire", params: { code } },
        detail: `${code} is missing; an end of the published questionnaire names it`,
      })),
    ...Object.keys(delays)
      .filter((code) => !findOutcome(after, code) && !needed.includes(code))
      .map((code) => ({
        ...{ pointer: "/outcomes", code: "outcome-in-policy", params: { code } },
        detail: `${code} is missing; the calling policy names it under delays`,
      })),
    ...chosenIn
      .filter(
        (situation) => !after.outcomes.some(({ key, situations }) => key && situations.includes(situation)),
      )
      .map((situation) => ({
        ...{ pointer: "/outcomes", code: "no-choice", params: { situation } },
        detail: `no outcome with a key is left for the situation "${situation}"`,
      })),
  ];
}
