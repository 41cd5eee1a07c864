/** Words by language code; "" is the text for every language. */
export type Words = Record<string, string>;

export type VariableType =
  | "single"
  | "multiple"
  | "ranking"
  | "number"
  | "scale"
  | "text"
  | "date"
  | "time"
  | "boolean";

export interface Category {
  code: string;
  label: Words;
}

export interface SpecialCode {
  id: string;
  /** What stands in files instead of a value; "-98" unless the questionnaire says otherwise. */
  code: string;
  label: Words;
}

/** One variable of the data, as exports, charts and the codebook need it. */
export interface Variable {
  name: string;
  type: VariableType;
  /** Short name; the question as read when there is none. */
  label: Words;
  read: Words;
  instruction: Words;
  /** In the order of the definition, never of the screen. */
  categories: Category[];
  specials: SpecialCode[];
  /** Set for rows of a grid, which are shown in one chart. */
  grid: { id: string; label: Words; read: Words } | null;
  /** Condition under which it was asked, in the words of the questionnaire; null is always. */
  when: string | null;
  /** Was it typed freely? Such text is defused in CSV and never charted. */
  openText: boolean;
  /** Identifies a person: left out of everything that leaves the house. */
  personal: boolean;
  /** Known before the call; no answer. */
  fromSample: boolean;
  unit: Words;
}

/** One cell of one interview. Four states that never mix: value, special answer, not asked, not answered. */
export type Value = { v: string | number | boolean | string[] } | { s: string } | "notAsked" | "unanswered";

export type Row = Record<string, Value>;

/** The words in this language, or in the first one that there is. */
export function wordsIn(words: Words, language: string): string {
  return words[language] ?? words[""] ?? Object.values(words)[0] ?? "";
}
