import type { Cell, CsvColumn } from "./csv-format.ts";
import { type Value, type Variable, wordsIn } from "./variable.ts";

export type Values = "codes" | "labels" | "both";

/** Words that stand for 1 and 0 in files with labels. */
export interface YesNo {
  yes: string;
  no: string;
}

export interface ColumnOptions {
  values: Values;
  language: string;
  words: YesNo;
}

/** A column of the file with the way from an answer to its cell. */
export interface DataColumn extends CsvColumn {
  /** Variable that it comes from. */
  variable: string;
  /** Option that it tells of, where a variable has a column for each. */
  option?: string;
  cell(value: Value): Cell;
}

/** The columns of one variable: one, or one per option of a multiple, doubled for codes and labels. */
export function dataColumns(variable: Variable, options: ColumnOptions): DataColumn[] {
  const { values } = options;
  const parts = partsOf(variable, options);
  return parts.flatMap(({ header, code, label, option, labelled = true, openText = false }) => {
    const column = (name: string, cell: (value: Value) => Cell): DataColumn => ({
      header: name,
      openText,
      variable: variable.name,
      ...(option === undefined ? {} : { option }),
      cell,
    });
    if (values === "labels") return [column(header, label)];
    if (values === "codes" || !labelled) return [column(header, code)];
    return [column(header, code), column(`${header}_label`, label)];
  });
}

interface Part {
  header: string;
  code: (value: Value) => Cell;
  label: (value: Value) => Cell;
  option?: string;
  /** Does a second column with labels say anything more than the codes? */
  labelled?: boolean;
  openText?: boolean;
}

/** Codes such as -98 go out as numbers: as texts beside open answers they would be defused like a formula. */
const asNumber = (code: string): Cell => (String(Number(code)) === code ? Number(code) : code);

function partsOf(variable: Variable, { language, words }: ColumnOptions): Part[] {
  const labels = new Map(variable.categories.map(({ code, label }) => [code, wordsIn(label, language)]));
  const specialCodes = new Map<string, Cell>(variable.specials.map(({ id, code }) => [id, asNumber(code)]));
  const specialLabels = new Map<string, Cell>(
    variable.specials.map(({ id, label }) => [id, wordsIn(label, language)]),
  );
  type Given = string | number | boolean | string[];
  const reader =
    (specials: Map<string, Cell>, ofValue: (v: Given) => Cell) =>
    (value: Value): Cell => {
      if (typeof value === "string") return null;
      return "s" in value ? (specials.get(value.s) ?? value.s) : ofValue(value.v);
    };
  const both = (header: string, code: (v: Given) => Cell, label: (v: Given) => Cell): Part => ({
    header,
    code: reader(specialCodes, code),
    label: reader(specialLabels, label),
  });
  const list = (v: Given) => (Array.isArray(v) ? v : []);
  switch (variable.type) {
    case "multiple":
      return variable.categories.map(({ code }) => ({
        ...both(
          `${variable.name}_${code}`,
          (v) => (list(v).includes(code) ? 1 : 0),
          (v) => (list(v).includes(code) ? words.yes : words.no),
        ),
        option: code,
      }));
    case "ranking":
      return variable.categories.map((_category, index) =>
        both(
          `${variable.name}_rank${index + 1}`,
          (v) => list(v)[index] ?? null,
          (v) => labels.get(list(v)[index] ?? "") ?? null,
        ),
      );
    case "boolean":
      return [
        both(
          variable.name,
          (v) => (v ? 1 : 0),
          (v) => (v ? words.yes : words.no),
        ),
      ];
    case "single":
      return [both(variable.name, String, (v) => labels.get(String(v)) ?? String(v))];
    default: {
      const plain = (v: Given): Cell => (typeof v === "number" ? v : String(v));
      // Nothing but the special answers has a label: one column is enough when both are wanted.
      return [{ ...both(variable.name, plain, plain), labelled: false, openText: variable.openText }];
    }
  }
}
