import type { Option } from "../engine/definition.ts";
import type { FormLanguages } from "./form-languages.ts";
import { codeFor } from "./form-names.ts";
import { type FormRow, type FormSheet, XlsFormError } from "./form-sheet.ts";
import { type ImportNotes, noteTexts } from "./import-notes.ts";
import type { TranslateContext } from "./xpath-to-cel.ts";
import { conditionToCel } from "./xpath-to-cel.ts";

interface Choice {
  code: string;
  row: FormRow;
  label: Option["label"];
  /** All cells by column, for choice filters; several sets where the form repeats a choice. */
  columns: Record<string, string>[];
}

export interface ChoiceList {
  choices: Choice[];
  /** Codes by the name in the form, where they differ. */
  codes: Map<string, string>;
  numeric: boolean;
}

/** @throws XlsFormError for a row without list or name */
export function readChoices(
  sheet: FormSheet | null,
  languages: FormLanguages,
  notes: ImportNotes,
): Map<string, ChoiceList> {
  const lists = new Map<string, ChoiceList>();
  for (const row of sheet?.rows ?? []) {
    const listName = row.get("list_name");
    const name = row.get("name");
    if (!listName && !name) continue;
    if (!listName)
      throw new XlsFormError(row.sheet, row.number, row.letter("list_name"), "the choice belongs to no list");
    if (!name) throw new XlsFormError(row.sheet, row.number, row.letter("name"), "the choice has no name");
    const list = lists.get(listName) ?? { choices: [], codes: new Map<string, string>(), numeric: true };
    lists.set(listName, list);
    addChoice(list, row, name, languages, notes);
  }
  return lists;
}

function addChoice(
  list: ChoiceList,
  row: FormRow,
  name: string,
  languages: FormLanguages,
  notes: ImportNotes,
): void {
  const columns = Object.fromEntries(row.filled().map(({ base, text }) => [base, text]));
  const known = list.choices.find((choice) => choice.row.get("name") === name);
  if (known) {
    known.columns.push(columns);
    const [first, second] = [known.row, row].map((one) => JSON.stringify([...one.texts("label")]));
    if (first !== second)
      notes.add(
        row,
        "label",
        row.get("label") || name,
        `row ${known.row.number} has this choice in other words`,
      );
    return;
  }
  const code = codeFor(name, new Set(list.choices.map((choice) => choice.code)));
  if (code !== name) {
    list.codes.set(name, code);
    notes.add(row, "name", name, `an option code has letters, digits, _ and - only; it became ${code}`);
  }
  if (!/^-?\d+$/.test(name)) list.numeric = false;
  const label = languages.text(row.texts("label"), () => null);
  if (label) noteTexts(row, "label", languages, notes);
  if (/\$\{/.test([...row.texts("label").values()].join()))
    notes.add(row, "label", row.get("label"), "an option shows no earlier answer; … stands in");
  if (!label) notes.add(row, "label", `label of ${name}`, "it is empty; the name is shown instead");
  for (const media of ["image", "audio", "video"])
    if (row.get(media)) notes.add(row, media, row.get(media), "a telephone carries no media");
  list.choices.push({ code, row, label: label ?? name, columns: [columns] });
}

/**
 * The options of a list. A choice_filter becomes a condition on each option: the columns of the choice are
 * known here, only the answers remain.
 * @throws XPathProblem
 */
export function optionsOf(list: ChoiceList, filter: string, context: TranslateContext): Option[] {
  return list.choices.map(({ code, label, columns }) => {
    if (!filter) return { code, label };
    const conditions = [
      ...new Set(columns.map((cells) => conditionToCel(filter, { ...context, columns: withBlanks(cells) }))),
    ];
    return {
      code,
      label,
      when: conditions.length > 1 ? conditions.map((c) => `(${c})`).join(" || ") : (conditions[0] ?? "true"),
    };
  });

  /** A column that is empty for this choice is an empty text, as long as the list has it at all. */
  function withBlanks(cells: Record<string, string>): Record<string, string> {
    const names = list.choices.flatMap((choice) => choice.columns.flatMap(Object.keys));
    return { ...Object.fromEntries(names.map((name) => [name, ""])), ...cells };
  }
}

const ownColumns = ["list_name", "name", "label", "image", "audio", "video"];

/** Reports lists that no question uses and columns that no choice_filter asks for. */
export function noteUnused(
  sheet: FormSheet,
  lists: ReadonlyMap<string, ChoiceList>,
  used: ReadonlySet<string>,
  filters: readonly string[],
  notes: ImportNotes,
): void {
  for (const [name, { choices }] of lists)
    if (!used.has(name) && choices[0])
      notes.add(
        choices[0].row,
        "list_name",
        `list ${name} (${choices.length} choices)`,
        "no question uses it",
      );
  const asked = new Set(
    filters.flatMap((filter) => filter.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_-]*/gu) ?? []),
  );
  for (const { base, letter } of sheet.columns)
    if (!ownColumns.includes(base) && !asked.has(base) && sheet.rows.some((row) => row.get(base)))
      notes.dropped.push({
        ...{ sheet: sheet.name, row: 1, column: letter, what: `column ${base}` },
        why: "no choice_filter asks for it",
      });
}
