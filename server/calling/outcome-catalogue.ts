import { readFileSync } from "node:fs";
import { join } from "node:path";
import { libraryFolder } from "../paths.ts";

export type OutcomeKind =
  | "not-reached"
  | "number-problem"
  | "contact"
  | "appointment"
  | "refusal-soft"
  | "refusal-hard"
  | "break-off"
  | "ineligible"
  | "complete";

/**
 * unanswered: nobody spoke; answered: somebody did; interview: broken off in it; end: set by an end node; review: what
 * a complete stands for once its interview is declared invalid.
 */
export type Situation = "unanswered" | "answered" | "interview" | "end" | "review";

/** What becomes of the case, unless a cap or another callable number says otherwise. */
export type NextCase =
  | "retry"
  | "other-number"
  | "call-back"
  | "appointment"
  | "suspended"
  | "rest"
  | "hold-language"
  | "hold-information"
  | "hold-supervisor"
  | "final";

/** One outcome of an attempt. The JSON is described by `surveys/schema/outcomes.schema.json`. */
export interface Outcome {
  code: string;
  label: Record<string, string>;
  /** Letter per interface language; automatic outcomes have none. */
  key?: Record<string, string>;
  /** Another letter where nobody answered and the usual one is taken. */
  keyUnanswered?: Record<string, string>;
  kind: OutcomeKind;
  group: string;
  situations: Situation[];
  /** AAPOR phone code that it stands for; null for interim outcomes without one. */
  aapor: string | null;
  /** Somebody was spoken to. */
  contact: boolean;
  /** It confirms that a household or the wanted person is behind the number. */
  confirms: boolean;
  /** Interim outcomes are no dispositions. */
  interim: boolean;
  person: "informant" | "target" | "gatekeeper" | null;
  /** What becomes of the number. */
  number: "keep" | "dead" | "wrong" | "blocked";
  next: {
    case: NextCase;
    delayMinutes?: number;
    /** The retry stays this many hours away from the same hour of the day. */
    avoidHours?: number;
    /** After this many of the same outcome on a number it is not tried again. */
    maxAttempts?: number;
    restDays?: number;
    skill?: string;
    /** The case's other numbers wait for the delay too; without it one that was not tried yet is next at once. */
    otherNumberWaits?: true;
  };
  note: "optional" | "required";
  form?: "appointment" | "number";
  silent?: boolean;
  /** A machine answered: voicemail, a call-screening assistant. */
  machine?: boolean;
  ourFault?: boolean;
  /** Puts the number on the blocklist of this scope at once. */
  blocklist?: "study" | "client" | "institute";
}

export interface OutcomeCatalogue {
  formatVersion: 1;
  outcomes: Outcome[];
}

let shipped: OutcomeCatalogue | null = null;

/** The catalogue that is shipped. */
export function defaultOutcomes(): OutcomeCatalogue {
  shipped ??= JSON.parse(
    readFileSync(join(libraryFolder, "outcomes", "default.json"), "utf8"),
  ) as OutcomeCatalogue;
  return shipped;
}

/** A study's catalogue: its own one as a whole, or the shipped one. */
export function outcomeCatalogue(own: unknown): OutcomeCatalogue {
  const catalogue = own as OutcomeCatalogue | null;
  return catalogue?.outcomes?.length ? catalogue : defaultOutcomes();
}

export function findOutcome(catalogue: OutcomeCatalogue, code: string): Outcome | undefined {
  return catalogue.outcomes.find((outcome) => outcome.code === code);
}

/** Did somebody refuse? A break-off that closes the case is a refusal in the middle of the interview. */
export function isRefusal({ kind, next }: Outcome): boolean {
  return kind.startsWith("refusal-") || (kind === "break-off" && next.case === "final");
}

function codeOfEnd(word: string): string {
  return word.replaceAll("_", "-").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Is there an outcome for this word of an end node? */
export function knowsEnd(catalogue: OutcomeCatalogue, word: string): boolean {
  return findOutcome(catalogue, codeOfEnd(word)) !== undefined;
}

/**
 * The catalogue's outcome for what an end node says: "quotaFull" and "quota_full" are "quota-full". A word of the
 * questionnaire's own that no catalogue knows ended the interview before it was complete: screened out.
 */
export function endOutcome(catalogue: OutcomeCatalogue, word: string): Outcome | undefined {
  return findOutcome(catalogue, codeOfEnd(word)) ?? findOutcome(catalogue, "ineligible");
}
