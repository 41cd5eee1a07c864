import type { TFunction } from "i18next";
import type { Answer, Step, Text } from "../../surveys/engine/index.ts";
import { type AnswerLine, answerLine } from "./answer-line.ts";
import { formatEntry } from "./format-entry.ts";
import type { LookupView } from "./lookup-view.ts";
import type { TypedEntry } from "./typed-entry.ts";

/** Types that have a partial of their own; anything else is asked in the answer line. */
const partials = new Set([
  "single",
  "multiple",
  "number",
  "text",
  "date",
  "time",
  "scale",
  "grid",
  "ranking",
  "lookup",
  "roster",
  "select",
]);

/** More than this and a list gets dense rows; unread lists get two columns. */
const denseFrom = 6;

/** What the templates need beside the step itself. */
export interface StepView {
  partial: string;
  dense: boolean;
  two: boolean;
  unsaid: boolean;
  kind: "radio" | "checkbox";
  specialKind: "radio" | "checkbox";
  long: boolean;
  scaleLike: boolean;
  digits: number;
  points: { value: number; label: Text | null; selected: boolean }[];
  rows: { no: number; label: Text; said: string; done: boolean; current: boolean }[];
  row: { no: number; of: number; label: Text } | null;
  value: string;
  line: AnswerLine | null;
  confirm: string;
  progress: string;
  noRead: string;
  error: string | null;
  banner: string | null;
  /** Place of each chosen option in the order of mention, from 1. */
  places: Record<string, number>;
  lookup: LookupView | null;
  /** Direction at a respondent selection, by its method. */
  howToSelect: Text | null;
}

export interface StepViewOptions {
  t: TFunction;
  locale: string;
  /** What was typed in a form that came back. */
  typed?: TypedEntry | null;
  error?: string | null;
  banner?: string | null;
  lookup?: LookupView | null;
}

const plain = (text: Text | null) => (text ?? []).map((span) => span.text).join("");

function shownValue(answer: Answer | null): string | number | null {
  return answer && "v" in answer && (typeof answer.v === "string" || typeof answer.v === "number")
    ? answer.v
    : null;
}

/** An answer in few characters: the entries of options, the words of a special, or the value. */
export function said(step: Step, answer: Answer | null = step.answer): string {
  if (!answer) return "";
  if ("s" in answer)
    return plain(step.specials.find((one) => one.id === answer.s)?.label ?? null) || answer.s;
  const codes = Array.isArray(answer.v) ? answer.v : [String(answer.v)];
  return codes.map((code) => step.options.find((one) => one.code === code)?.entry ?? code).join(", ");
}

function pointsOf(step: Step): StepView["points"] {
  const { min, max, minLabel, maxLabel } = step.field;
  if (typeof min !== "number" || typeof max !== "number" || step.options.length > 0) return [];
  const now = shownValue(step.answer);
  return Array.from({ length: max - min + 1 }, (_, index) => ({
    value: min + index,
    label: index === 0 ? minLabel : index === max - min ? maxLabel : null,
    selected: now === min + index,
  }));
}

function rowsOf(step: Step): StepView["rows"] {
  return step.rows.map((row, index) => ({
    no: index + 1,
    label: row.label,
    said: row.answer ? said(step, row.answer) : "",
    done: row.answer !== null,
    current: row.current,
  }));
}

function placesOf(step: Step): StepView["places"] {
  const codes = step.answer && "v" in step.answer && Array.isArray(step.answer.v) ? step.answer.v : [];
  return Object.fromEntries(codes.map((code, index) => [code, index + 1]));
}

/** A ranking is typed: its marks know no order. */
function ranked(step: Step, o: StepViewOptions): string {
  return o.typed?.code || (step.answer && "v" in step.answer ? said(step).replaceAll(", ", " ") : "");
}

function partialOf(step: Step): string {
  if (partials.has(step.type)) return step.type;
  return step.kind !== "check" && step.options.length > 0 ? "single" : "none";
}

/** The step as the templates show it, with what was typed put back where it was. Pure. */
export function stepView(step: Step, o: StepViewOptions): StepView {
  const points = pointsOf(step);
  const count = step.options.length || points.length;
  const stored = shownValue(step.answer);
  const value =
    (step.type === "text" && step.field.long ? o.typed?.text : o.typed?.code) ||
    (stored === null ? "" : formatEntry(stored, step.type, o.locale));
  const entries = [...step.options, ...step.specials].map((one) => one.entry.length);
  const digits = Math.max(1, ...entries, ...points.map((point) => String(point.value).length));
  const rows = rowsOf(step);
  const here = rows.find((row) => row.current);
  const { many } = step;
  const chosenByMark = !many && (step.options.length > 0 || points.length > 0 || step.lookup !== null);
  return {
    partial: partialOf(step),
    dense: count >= denseFrom,
    two: step.optionsRead === "none" && count > denseFrom,
    unsaid: step.optionsRead === "none",
    kind: many ? "checkbox" : "radio",
    specialKind: chosenByMark ? "radio" : "checkbox",
    long: count > 5,
    scaleLike: step.options.length > 0 && step.options.length <= 5,
    digits,
    points,
    rows,
    row: here ? { no: here.no, of: rows.length, label: here.label } : null,
    value,
    places: placesOf(step),
    lookup: o.lookup ?? null,
    howToSelect: step.select && [{ text: o.t(`interview.select.${step.select.method}`) }],
    line: answerLine(step, { digits, value: step.type === "ranking" ? ranked(step, o) : value }, o),
    confirm: confirmWords(step, here !== undefined && here.no < rows.length, o.t),
    progress: step.about > 0 ? ((100 * Math.min(step.number, step.about)) / step.about).toFixed(1) : "0",
    noRead: o.t("interview.nothingToRead"),
    error: o.error ?? null,
    banner: o.banner ?? null,
  };
}

function confirmWords(step: Step, rowFollows: boolean, t: TFunction): string {
  if (step.kind === "end") return t("interview.finishNext");
  if (step.kind === "info") return t("interview.goOn");
  return rowFollows ? t("interview.nextRow") : t("interview.next");
}
