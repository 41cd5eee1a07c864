import type { Answer } from "./interview-state.ts";

/** One run of text; `em` marks the word to stress. Already in the interview's language, placeholders filled. */
export interface Span {
  text: string;
  em?: true;
}
export type Text = Span[];

/** The texts of an item by role. `read` is said aloud, the others never. */
export interface StepTexts {
  read: Text | null;
  instruction: Text | null;
  probe: Text | null;
  help: Text | null;
}

export interface StepOption {
  code: string;
  /** What the interviewer types: the code itself, or two digits from ten options on. */
  entry: string;
  label: Text;
  exclusive: boolean;
  selected: boolean;
  /** Other-specify: the answer key of its own text and what was typed so far. */
  other: { key: string; answer: Answer | null; label: Text | null } | null;
}

export interface StepSpecial {
  id: string;
  label: Text;
  /** Digits that store this special (98, 99 ...). */
  entry: string;
  readOut: boolean;
  selected: boolean;
}

/** Everything the screen needs to show one step; nothing in here has to be looked up. */
export interface Step {
  /** `awaitServer`: a quota is to be decided by the server; `end`: the route is at its end node or its last item. */
  kind: "question" | "info" | "check" | "select" | "roster" | "awaitServer" | "end";
  key: string;
  itemId: string;
  /** Question type ("single", "number", ...) or the kind. Chooses the partial that shows the step. */
  type: string;
  /** Title of the innermost block with a title. */
  block: Text | null;
  /** Position among the questions on the route so far, and the estimate of how many there will be. */
  number: number;
  about: number;
  texts: StepTexts;
  options: StepOption[];
  /** May several answers be given? (multiple, ranking, a grid with several answers a row) */
  many: boolean;
  /** lookup: the list that is searched and the entry chosen so far. */
  lookup: { list: string; language: string; chosen: { code: string; label: string } | null } | null;
  /** A roster that is filled by name: its items in order; `name` is what was typed, `label` what to show. */
  roster: { items: { key: string; name: string; label: string }[]; min: number; max: number } | null;
  /** Respondent selection: what the interviewer is asked for, and the draw, which is frozen once made. */
  select: {
    method: "lastBirthday" | "nextBirthday" | "kish" | "mobileUser";
    asks: "person" | "number" | "nothing";
    drawn: { name: string | null; eligible: number } | null;
  } | null;
  /** The item of the innermost roster around the question: its name and place. */
  within: { label: string; no: number; of: number } | null;
  optionsRead: "all" | "none" | "asNeeded";
  specials: StepSpecial[];
  required: boolean;
  /** number, scale, text, date: limits and words around the field. */
  field: {
    min: number | string | null;
    max: number | string | null;
    decimals: number;
    maxLength: number | null;
    long: boolean;
    unit: Text | null;
    minLabel: Text | null;
    maxLabel: Text | null;
  };
  /** Rows of the grid this step belongs to, in their realised order. */
  rows: { key: string; label: Text; answer: Answer | null; current: boolean }[];
  /** Is the stem of a grid to be read with this row? First row and every fifth. */
  stemDue: boolean;
  answer: Answer | null;
  check: { level: "hard" | "soft" | "info"; message: Text; questions: { key: string; label: Text }[] } | null;
  end: { outcome: string } | null;
  quota: string | null;
  /** Key of the step before on the route; null at the first. */
  previous: string | null;
}
