import type { ListDocuments, Questionnaire } from "../../../surveys/engine/index.ts";
import { questionnaireOf } from "../interview-driver.ts";

/** A questionnaire that breaks one rule, and one as near to it as possible that is right. */
export interface RuleCase {
  code: string;
  pointer: string;
  level?: "warnings";
  /** Lists kept apart, by the hash under which the examples name them. */
  documents?: ListDocuments;
  invalid: unknown[] | Questionnaire;
  /** As near as possible, but right. */
  valid: unknown[] | Questionnaire;
}

export const options = (...codes: string[]) => codes.map((code) => ({ code, label: `Option ${code}` }));
export const single = (id: string, more: object = {}) => ({
  type: "single",
  id,
  read: "Q?",
  options: options("1", "2"),
  specials: ["dk"],
  ...more,
});
export const number = (id: string, more: object = {}) => ({
  type: "number",
  id,
  read: "N?",
  min: 0,
  max: 9,
  specials: ["dk"],
  ...more,
});
export const multiple = (id: string, more: object = {}) => ({ ...single(id), type: "multiple", ...more });
export const info = (id: string, more: object = {}) => ({ type: "info", id, read: "Text", ...more });
export const grid = {
  type: "grid",
  id: "g",
  read: "G?",
  rows: options("a", "b"),
  options: options("1", "2"),
  specials: ["dk"],
};
export const roster = (more: object = {}) => ({
  type: "roster",
  id: "person",
  count: "n",
  max: 3,
  label: "one",
  items: [number("age")],
  ...more,
});
export const check = (questions: string[], when = "n > 5") => ({
  type: "check",
  id: "c",
  level: "soft",
  when,
  questions,
  message: "M",
});
export const german = (text: unknown) =>
  questionnaireOf([info("i", { read: text })], { languages: ["en", "de"] });
export const filled = (text: string, placeholders: object = {}) =>
  questionnaireOf([number("n"), info("i", { read: text })], {
    placeholders: placeholders as Questionnaire["placeholders"],
  });
export const fromN = { source: "answer", question: "n" };

export const codes = (count: number) => Array.from({ length: count }, (_, at) => String(at + 11));
export const numbers = (count: number) => codes(count).map((code) => number(`n${code}`));
export const fixed = (id: string, items: unknown[], count = 2) => ({
  type: "roster",
  id,
  fixed: options(...codes(count)),
  items,
});
export const shuffled = (...items: unknown[]) => ({ type: "block", id: "b", order: "random", items });
/** Items whose texts may say {n}. */
export const piped = (items: unknown[], placeholders: object = { n: fromN }) =>
  questionnaireOf(items, { placeholders: placeholders as Questionnaire["placeholders"] });
