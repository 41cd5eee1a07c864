/** Texts, options, placeholders and other parts that the items of a definition are made of. */

/** A string is the same in every language (names, brands); otherwise one entry per language code. */
export type LocalText = string | { [language: string]: string | TextForms };

/** Forms chosen by a placeholder: plural categories (one, few, many, other) for numbers, codes otherwise. */
export interface TextForms {
  by: string;
  forms: { other: string; [form: string]: string };
}

/** A condition or a value in the CEL subset; see "Conditions" in the language guide. */
export type Condition = string;

export type SampleVariable =
  | { type: "single"; options: (string | { code: string; label: LocalText })[]; label?: LocalText }
  | { type: "number" | "text" | "date" | "boolean"; label?: LocalText };

export type Placeholder = { fallback?: LocalText } & (
  | { source: "sample"; variable: string }
  | { source: "answer"; question: string }
  | { source: "interview"; name: InterviewWord }
  | { source: "contact"; name: string }
  | { source: "value"; value: Condition }
);

/** What the interview itself knows. {interviewer}, {client}, {institute} and {study} need no declaration. */
export type InterviewWord = "interviewer" | "client" | "institute" | "study" | "today";

export interface Special {
  label: LocalText;
  /** Digits that the interviewer types; 98 for dk and 99 for refused unless given. */
  entry?: string;
  /** Code in exports with codes; negative by default so that it is never mistaken for a value. */
  exportCode?: string;
}

export interface SpecialUse {
  id: string;
  readOut?: boolean;
  when?: Condition;
}

export type Order = "given" | "random" | "rotated" | "reversed";

export interface OtherSpecify {
  type: "text" | "number";
  id: string;
  label?: LocalText;
  required?: boolean;
  min?: number;
  max?: number;
  decimals?: number;
  maxLength?: number;
}

export interface Option {
  code: string;
  label: LocalText;
  when?: Condition;
  /** Keeps its place when the others are shuffled. */
  anchor?: boolean;
  /** Chosen alone. */
  exclusive?: boolean;
  other?: OtherSpecify;
}

/** Shows only what was selected (or not) at an earlier multiple, single or ranking, or the items of a roster. */
export interface OptionsFrom {
  question: string;
  take?: "selected" | "notSelected";
}
