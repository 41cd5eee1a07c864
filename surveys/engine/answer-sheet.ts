import { buildStep } from "./build-step.ts";
import type { Compiled } from "./compiled.ts";
import type { CompiledCondition } from "./condition.ts";
import { showDate, showNumber } from "./fill-placeholder.ts";
import type { AnswerValue, InterviewState } from "./interview-state.ts";
import { type Route, routeOf } from "./route.ts";
import type { Step, Text } from "./step.ts";
import { plainText } from "./text.ts";
import type { Words } from "./words.ts";

/** "withheld": it identifies a person. */
export type SheetAnswer = { words: string[]; special: boolean } | "withheld";

/** A step of an interview as it can be read afterwards. */
export interface SheetLine {
  key: string;
  kind: "question" | "info" | "check" | "select" | "roster";
  itemId: string;
  /** Title of the innermost block with a title. */
  block: string | null;
  /** Item of the innermost roster around it. */
  within: { label: string; no: number; of: number } | null;
  /** A row of a grid. */
  isRow: boolean;
  /** The question of a grid, at the first of its rows. */
  stem: Text | null;
  /** As it was read, placeholders filled; of a row of a grid, the row. */
  text: Text;
  /** null: nothing to answer, or left open. */
  answer: SheetAnswer | null;
  /** Why a check was let stand, as typed; null where it is no check or nothing was typed. */
  reason: string | null;
}

const kinds = new Set<string>(["question", "info", "check", "select", "roster"]);

/**
 * The interview as a sheet to be read: every step of its route in the order in which it was met, with the words of
 * questions and answers in one of the questionnaire's languages; the route stays that of the interview. What
 * identifies a person is withheld, also where another question's text would repeat it: answers marked `personal`,
 * phone numbers, names of people in a roster, computed values that come from them, and the contact's name.
 */
export function answerSheet(
  compiled: Compiled,
  state: InterviewState,
  options: { language?: string; words?: Omit<Words, "contact"> } = {},
): SheetLine[] {
  const { languages } = compiled.definition;
  const { language = state.language, words = {} } = options;
  const hidden = personalNames(compiled);
  const readable = withoutPersonal(compiled, hidden);
  const shown = { ...state, names: {}, language: languages.includes(language) ? language : state.language };
  const full = routeOf(compiled, state);
  const route = publicRoute(full, hidden);
  return full.entries.flatMap((entry): SheetLine[] => {
    if (!kinds.has(entry.kind)) return [];
    const step = buildStep(readable, shown, route, entry, words);
    const isFirstRow = step.rows[0]?.current === true;
    const row = step.rows.find(({ current }) => current);
    const isPersonal = hidden.has(entry.node.id);
    const override = entry.kind === "check" ? state.overrides[entry.key] : undefined;
    return [
      {
        ...{ key: entry.key, kind: entry.kind as SheetLine["kind"], itemId: entry.node.id },
        block: step.block && plainText(step.block),
        within: step.within,
        isRow: row !== undefined,
        stem: isFirstRow ? step.texts.read : null,
        text: row?.label ?? step.texts.read ?? [],
        answer: isPersonal && entry.answer ? "withheld" : answerOf(step, shown.language),
        reason: override?.reason || null,
      },
    ];
  });
}

/** Ids of questions, other-specify fields and computed values that identify a person. */
function personalNames(compiled: Compiled): Set<string> {
  const names = new Set<string>();
  for (const { item, id, options, value } of [...compiled.nodes.values()].sort((a, b) => a.index - b.index)) {
    const marked = "personal" in item && item.personal === true;
    const derived = item.type === "compute" && refersTo(value, names);
    if (!marked && item.type !== "phone" && !derived) continue;
    names.add(id);
    for (const { other } of options) if (other) names.add(other.id);
  }
  return names;
}

/** By the words of the source: inside a roster's macro (`people.map(p, p.surname)`) a name is no reference. */
const refersTo = (condition: CompiledCondition | null, names: ReadonlySet<string>): boolean =>
  condition?.source.match(/[a-z][a-z0-9_]*/g)?.some((name) => names.has(name)) ?? false;

/** Placeholders that would bring in what is withheld are not there: the text shows three dots. */
function withoutPersonal(compiled: Compiled, hidden: ReadonlySet<string>): Compiled {
  const placeholders = [...compiled.placeholders].filter(
    ([, { definition, value }]) =>
      !(definition.source === "answer" && hidden.has(definition.question)) && !refersTo(value, hidden),
  );
  return { ...compiled, placeholders: new Map(placeholders) };
}

/** Options handed on from an "other" are named by what was typed there, without a placeholder. */
function publicRoute(route: Route, hidden: ReadonlySet<string>): Route {
  const idOf = (key: string) => key.split("@", 1)[0] ?? "";
  const others = [...route.others].filter(([key]) => !hidden.has(idOf(key)));
  return { ...route, others: new Map(others) };
}

function answerOf(step: Step, language: string): SheetAnswer | null {
  const { answer } = step;
  if (step.roster) return { words: [showNumber(step.roster.items.length, language)], special: false };
  if (step.kind === "info" || step.kind === "check" || !answer) return null;
  if (step.select) {
    const drawn = step.select.drawn?.name ?? null;
    if ("v" in answer) return drawn === null ? null : { words: [drawn], special: false };
  }
  if ("s" in answer) {
    if (answer.s === "empty") return null;
    const special = step.specials.find(({ id }) => id === answer.s);
    return { words: [special ? plainText(special.label) : answer.s], special: true };
  }
  return { words: valueWords(step, answer.v, language), special: false };
}

function valueWords(step: Step, value: AnswerValue, language: string): string[] {
  if (step.lookup) return [step.lookup.chosen?.label ?? String(value)];
  if (Array.isArray(value)) return value.map((code) => optionWords(step, code, language));
  if (typeof value === "number") return [numberWords(step, value, language)];
  if (typeof value !== "string") return [String(value)];
  if (step.options.length > 0) return [optionWords(step, value, language)];
  return [step.type === "date" ? showDate(value, language) : value];
}

function optionWords(step: Step, code: string, language: string): string {
  const option = step.options.find((one) => one.code === code);
  if (!option) return code;
  const label = plainText(option.label);
  const typed = option.other?.answer;
  if (!typed || !("v" in typed)) return label;
  const words = typeof typed.v === "number" ? showNumber(typed.v, language) : String(typed.v);
  return `${label}: ${words}`;
}

function numberWords(step: Step, value: number, language: string): string {
  const { min, max, minLabel, maxLabel, unit } = step.field;
  const end = value === min ? minLabel : value === max ? maxLabel : null;
  const words = [showNumber(value, language), ...(unit ? [plainText(unit)] : [])].join(" ");
  return end ? `${words} (${plainText(end)})` : words;
}
