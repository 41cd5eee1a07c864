import type { CheckItem, Item, LocalText, Question } from "../engine/definition.ts";
import type { ChoiceList } from "./form-choices.ts";
import type { FormRow } from "./form-sheet.ts";
import type { RowKind } from "./form-types.ts";
import { isAskable, rosterNamed, selectShape } from "./import-select.ts";
import type { ImportState } from "./import-state.ts";
import { simpleBounds } from "./simple-bounds.ts";
import { XPathProblem } from "./xpath-syntax.ts";
import { type CelType, conditionToCel, type FormName, valueToCel } from "./xpath-to-cel.ts";

type QuestionKind = Extract<RowKind, { kind: "question" | "number" | "range" | "select" }>;

/** Says at the item and in the report that a condition was lost. */
export function loseCondition(
  state: ImportState,
  row: FormRow,
  column: string,
  item: Item,
  why: string,
): void {
  state.notes.add(row, column, `${column}: ${row.get(column)}`, why);
  remark(item, `Not carried over: ${at(row, column)} (${why}).`);
}

const at = (row: FormRow, column: string) =>
  `${row.sheet}, row ${row.number}, ${column} “${row.get(column)}”`;

function remark(item: Item, text: string): void {
  item.comment = item.comment ? `${item.comment}\n${text}` : text;
}

/** relevant as `when`; said at the item where it cannot be carried over. */
export function addWhen(state: ImportState, row: FormRow, item: Item): void {
  const relevant = row.get("relevant");
  if (!relevant) return;
  try {
    const when = conditionToCel(relevant, state.context(row, "relevant"));
    if (when !== "true") item.when = when;
    if (when === "false") remark(item, `Never asked: ${at(row, "relevant")} is never true.`);
  } catch (error) {
    if (!(error instanceof XPathProblem)) throw error;
    loseCondition(state, row, "relevant", item, error.message);
  }
}

/** Label, hint and guidance as read, instruction and help. */
export function readTexts(state: ImportState, row: FormRow) {
  const text = (base: string) => state.text(row, base);
  const instruction = text("hint");
  const help = text("guidance_hint");
  let read = text("label");
  if (!read) {
    state.notes.add(row, "label", `label of ${row.get("name")}`, "it is empty; the name is shown instead");
    read = row.get("name");
  }
  return { read, ...(instruction ? { instruction } : {}), ...(help ? { help } : {}) };
}

const rangeOf = (row: FormRow) => {
  const parameter = (name: string, fallback: number) =>
    Number(new RegExp(`${name}\\s*=\\s*(-?[\\d.]+)`).exec(row.get("parameters"))?.[1] ?? fallback);
  const [start, end, step] = [parameter("start", 1), parameter("end", 10), parameter("step", 1)];
  return { start: Math.min(start, end), end: Math.max(start, end), step: Math.abs(step) };
};

function shape(state: ImportState, row: FormRow, kind: QuestionKind, id: string): Record<string, unknown> {
  if (kind.kind === "number")
    return { type: "number", ...(kind.decimals > 0 ? { decimals: kind.decimals } : {}) };
  if (kind.kind === "range") {
    const { start, end, step } = rangeOf(row);
    if (step === 1 && Number.isInteger(start) && end - start <= 20)
      return { type: "scale", min: start, max: end };
    if (step !== 1)
      state.notes.add(row, "parameters", `step=${step}`, "any number between the limits is accepted");
    return { type: "number", min: start, max: end, ...(Number.isInteger(step) ? {} : { decimals: 2 }) };
  }
  if (kind.kind === "select") return selectShape(state, row, kind, id);
  if (kind.type === "text")
    return { type: "text", ...(/multiline/.test(row.get("appearance")) ? { long: true } : {}) };
  return { type: kind.type === "dateTime" ? "date" : kind.type };
}

const celTypes: Record<string, CelType> = {
  ...{ number: "number", scale: "number", text: "text", phone: "text", date: "date", time: "text" },
  ...{ single: "code", multiple: "list", ranking: "list" },
};

/** The question of a row, and the check that its constraint becomes; nothing, with a note, where it cannot be asked. */
export function importQuestion(state: ImportState, row: FormRow, kind: QuestionKind): Item[] {
  const name = row.get("name");
  if (kind.kind === "select" && !isAskable(state, row, kind)) return [];
  const id = state.scope.newId(name);
  const question = { id, ...readTexts(state, row), ...shape(state, row, kind, id) } as unknown as Question;
  addWhen(state, row, question);
  question.specials = isRequired(state, row) ? [] : ["refused"];
  // A multiple is one variable for each option in exports; no later question may have such a name.
  if (question.type === "multiple")
    for (const { code } of question.options ?? []) state.scope.taken.add(`${id}_${code}`.toLowerCase());
  const list = kind.kind === "select" && !rosterNamed(kind) ? state.list(row, kind.list) : null;
  const form: FormName = {
    id,
    type: celTypes[question.type] ?? "text",
    ...(list && list.codes.size > 0 ? { codes: list.codes } : {}),
    ...(list?.numeric ? { numeric: true } : {}),
    ...(list && kind.kind === "select" ? { options: choiceNames(list, kind.other) } : {}),
  };
  const items: Item[] = [question, ...constraint(state, row, question, form)];
  state.scope.define(name, form);
  if (kind.kind === "question" && kind.type === "dateTime") items.push(timeOf(state, row, question));
  return items;
}

function choiceNames(list: ChoiceList, other: boolean): Set<string> {
  return new Set([...list.choices.map(({ row }) => row.get("name")), ...(other ? ["other"] : [])]);
}

/** A dateTime is two questions on the telephone. */
function timeOf(state: ImportState, row: FormRow, date: Question): Item {
  state.notes.add(row, "type", "dateTime", "it became two questions, a date and a time");
  const { id, comment: _, ...rest } = date;
  return { ...rest, id: state.scope.newId(`${id}_time`), type: "time", read: state.words("time") } as Item;
}

function isRequired(state: ImportState, row: FormRow): boolean {
  const required = row.get("required").toLowerCase();
  if (["", "no", "false", "false()"].includes(required)) return false;
  if (!["yes", "true", "true()"].includes(required))
    state.notes.add(
      row,
      "required",
      `required: ${row.get("required")}`,
      "the question always waits for an answer",
    );
  return true;
}

function constraint(state: ImportState, row: FormRow, question: Question, form: FormName): CheckItem[] {
  const source = row.get("constraint");
  if (!source) return [];
  try {
    const bounds = simpleBounds(source, question.type);
    if (bounds) {
      Object.assign(question, bounds);
      if (row.get("constraint_message"))
        state.notes.add(
          row,
          "constraint_message",
          row.get("constraint_message"),
          "limits are explained by the screen itself",
        );
      return [];
    }
    const allowed = conditionToCel(source, state.context(row, "constraint", form), true);
    const message: LocalText = state.text(row, "constraint_message") ?? state.words("check");
    return [
      {
        type: "check",
        id: state.scope.newId(`${question.id}_check`),
        level: "hard",
        when: `answered(${question.id}) && !(${allowed})`,
        questions: [question.id],
        message,
      },
    ];
  } catch (error) {
    if (!(error instanceof XPathProblem)) throw error;
    loseCondition(state, row, "constraint", question, error.message);
    return [];
  }
}

/** A calculation; null, with a note, where it cannot be carried over. */
export function importCompute(state: ImportState, row: FormRow): Item[] {
  const name = row.get("name");
  const source = row.get("calculation");
  try {
    const value = valueToCel(source, state.context(row, "calculation"));
    if (value.type === "list" || value.type === "roster") throw new XPathProblem("the value is a list");
    const as = value.type === "number" ? "number" : value.type === "boolean" ? "boolean" : "text";
    const id = state.scope.newId(name);
    const label = state.text(row, "label");
    const item: Item = { type: "compute", id, value: value.source, as, ...(label ? { label } : {}) };
    addWhen(state, row, item);
    state.scope.define(name, { id, type: as });
    return [item];
  } catch (error) {
    if (!(error instanceof XPathProblem)) throw error;
    state.notes.add(row, "calculation", `calculation: ${source}`, error.message);
    state.scope.lose(name, "its calculation was not");
    return [];
  }
}
