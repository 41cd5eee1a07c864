import { type OutcomeCatalogue, outcomeCatalogue, type Situation } from "./outcome-catalogue.ts";

/** One row of the outcome page. */
export interface OutcomeChoice {
  code: string;
  label: string;
  /** Letter to press. */
  key: string;
  kind: string;
  /** Heading: later, not-now, refused, ineligible, done, no-contact, number, trouble. */
  group: string;
  /** A further form: a time, or a number that was given. */
  form: "appointment" | "number" | null;
  /** The case then waits for somebody of another language: which one is worth knowing. */
  asksLanguage: boolean;
  noteRequired: boolean;
  contact: boolean;
}

/**
 * The outcomes that make sense now, in catalogue order, with letters of the given interface language.
 * An interview that was begun leaves out whatever presumes that nobody answered, and so on.
 */
export function outcomesFor(
  study: { outcomes?: unknown },
  situation: Exclude<Situation, "end" | "review">,
  locale = "en",
): OutcomeChoice[] {
  const catalogue: OutcomeCatalogue = outcomeCatalogue(study.outcomes ?? null);
  return catalogue.outcomes
    .filter((outcome) => outcome.key && outcome.situations.includes(situation))
    .map((outcome) => {
      const keys = (situation === "unanswered" && outcome.keyUnanswered) || outcome.key || {};
      return {
        code: outcome.code,
        label: outcome.label[locale] ?? outcome.label.en ?? outcome.code,
        key: keys[locale] ?? keys.en ?? "",
        kind: outcome.kind,
        group: outcome.group,
        form: outcome.form ?? null,
        asksLanguage: outcome.next.case === "hold-language",
        noteRequired: outcome.note === "required",
        contact: outcome.contact,
      };
    });
}
