import type { Item } from "../engine/definition.ts";
import { type FormRow, type FormSheet, XlsFormError } from "./form-sheet.ts";
import { type RowKind, rowKind } from "./form-types.ts";
import { addWhen, importCompute, importQuestion, loseCondition, readTexts } from "./import-question.ts";
import type { ImportState } from "./import-state.ts";
import { XPathProblem } from "./xpath-syntax.ts";
import { type Translated, valueToCel } from "./xpath-to-cel.ts";

interface Open {
  row: FormRow;
  what: "group" | "repeat";
  item: Extract<Item, { type: "block" | "roster" }>;
  /** Where the finished item goes. */
  into: Item[];
}

/** Columns that each kind of row uses; the others are reported. */
const usedBy: Record<RowKind["kind"], string[]> = {
  question: ["label", "hint", "guidance_hint", "required", "relevant", "constraint", "constraint_message"],
  number: ["label", "hint", "guidance_hint", "required", "relevant", "constraint", "constraint_message"],
  range: [
    "label",
    "hint",
    "guidance_hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "parameters",
  ],
  select: [
    "label",
    "hint",
    "guidance_hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "choice_filter",
    "parameters",
  ],
  info: ["label", "hint", "guidance_hint", "relevant"],
  compute: ["calculation", "relevant"],
  begin: ["label", "relevant", "repeat_count"],
  end: ["name"],
  dropped: [],
};

function countOf(state: ImportState, row: FormRow, item: Extract<Item, { type: "roster" }>): void {
  const source = row.get("repeat_count");
  if (!source) {
    item.list = true;
    return;
  }
  try {
    const value: Translated = valueToCel(source, state.context(row, "repeat_count"));
    if (value.type !== "number") throw new XPathProblem("the count is no number");
    item.count = value.source;
  } catch (error) {
    if (!(error instanceof XPathProblem)) throw error;
    item.list = true;
    loseCondition(state, row, "repeat_count", item, error.message);
  }
}

function begin(state: ImportState, row: FormRow, what: "group" | "repeat", into: Item[]): Open {
  const name = row.get("name") || what;
  const id = state.scope.newId(name);
  const title = state.text(row, "label");
  if (what === "group") {
    const item: Open["item"] = { type: "block", id, items: [], ...(title ? { title } : {}) };
    addWhen(state, row, item);
    return { row, what, item, into };
  }
  const item: Extract<Item, { type: "roster" }> = { type: "roster", id, items: [] };
  addWhen(state, row, item);
  countOf(state, row, item);
  if (title && item.list) item.read = title;
  else if (title)
    state.notes.add(
      row,
      "label",
      row.get("label") || "label",
      "a repeat of known length has no heading of its own",
    );
  state.rosters.set(id, item);
  state.scope.repeats.push(id);
  return { row, what, item, into };
}

function end(state: ImportState, open: Open): void {
  const name = open.row.get("name");
  if (open.what === "repeat") state.scope.repeats.pop();
  if (open.item.items.length === 0) {
    state.notes.add(open.row, "type", `${open.what} ${name}`, "nothing in it is carried over");
    state.scope.lose(name, "it is empty");
    return;
  }
  if (open.what === "repeat") state.scope.define(name, { id: open.item.id, type: "roster" }, false);
  open.into.push(open.item);
}

function importInfo(state: ImportState, row: FormRow): Item[] {
  const name = row.get("name");
  if (row.texts("label").size === 0) {
    state.notes.add(row, "type", `note ${name}`, "there is nothing to read aloud");
    return [];
  }
  const item: Item = { type: "info", id: state.scope.newId(name), ...readTexts(state, row) };
  addWhen(state, row, item);
  state.scope.lose(name, "a note has no answer");
  return [item];
}

/** Two questions of one name in one group are an error of the form: nobody could say which one `${name}` means. */
function claimName(names: Map<Item[], Map<string, number>>, row: FormRow, group: Item[]): void {
  const name = row.get("name");
  if (!name) return;
  const taken = names.get(group) ?? new Map<string, number>();
  const first = taken.get(name);
  if (first !== undefined)
    throw new XlsFormError(
      row.sheet,
      row.number,
      row.letter("name"),
      `there is a second “${name}” in this group (the first is in row ${first}). Rename one of them`,
    );
  names.set(group, taken.set(name, row.number));
}

/** Other programs know the variable by its name, so a change is reported. */
function noteId(state: ImportState, row: FormRow, id: string | undefined): void {
  const name = row.get("name");
  if (id !== undefined && name !== "" && id !== name)
    state.notes.add(
      row,
      "name",
      name,
      `an id has small letters, digits and _ only, and is unique; it became ${id}`,
    );
}

/**
 * All rows of the survey sheet as items.
 * @throws XlsFormError for an unknown type, a missing name, or groups that do not close
 */
export function importRows(state: ImportState, survey: FormSheet): Item[] {
  const items: Item[] = [];
  const open: Open[] = [];
  const names = new Map<Item[], Map<string, number>>();
  for (const row of survey.rows) {
    const type = row.get("type");
    const fault = (column: string, reason: string) =>
      new XlsFormError(row.sheet, row.number, row.letter(column), reason);
    if (!type) {
      state.notes.rest(row, new Set());
      continue;
    }
    const kind = rowKind(type);
    if (!kind) throw fault("type", `“${type}” is no question type of XLSForm`);
    const into = open.at(-1)?.item.items ?? items;
    state.scope.parent = open.at(-1)?.what ?? null;
    if (kind.kind !== "end") claimName(names, row, into);
    const used = new Set(["type", "name", ...usedBy[kind.kind]]);
    if (/\bmultiline\b/.test(row.get("appearance"))) used.add("appearance");
    if (kind.kind === "end") {
      const last = open.pop();
      if (last?.what !== kind.what) throw fault("type", `${type} closes nothing that is open here`);
      end(state, last);
    } else if (kind.kind === "begin") {
      if (kind.what === "repeat" && open.filter(({ what }) => what === "repeat").length === 2)
        throw fault("type", "repeats may be nested one level deep");
      const inner = begin(state, row, kind.what, into);
      noteId(state, row, inner.item.id);
      open.push(inner);
    } else if (kind.kind === "dropped") {
      state.notes.add(row, "type", `${type} ${row.get("name")}`.trim(), kind.why);
      state.scope.lose(row.get("name"), type === "today" ? "today" : kind.why);
      continue;
    } else if (/^false(\(\))?$/i.test(row.get("relevant"))) {
      state.notes.add(
        row,
        "relevant",
        `${type} ${row.get("name")}`,
        "its relevant is false, so it is never asked",
      );
      state.scope.lose(row.get("name"), "it is never asked");
      continue;
    } else {
      if (!row.get("name")) throw fault("name", "the question has no name");
      const before = into.length;
      const computed = kind.kind === "compute" || (row.get("calculation") && row.get("read_only"));
      if (computed) into.push(...importCompute(state, row));
      else if (kind.kind === "info") into.push(...importInfo(state, row));
      else into.push(...importQuestion(state, row, kind));
      if (computed) for (const column of ["calculation", "read_only", "label"]) used.add(column);
      if (computed && into.length === before) used.delete("label");
      noteId(state, row, into[before]?.id);
    }
    state.notes.rest(row, used);
  }
  const left = open.at(-1);
  if (left)
    throw new XlsFormError(
      left.row.sheet,
      left.row.number,
      left.row.letter("type"),
      `this ${left.what} is never closed`,
    );
  return items;
}
