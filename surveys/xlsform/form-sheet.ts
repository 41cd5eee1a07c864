/** A worksheet as a reader of .xlsx files hands it over: rows of cells, the first row with the headers. */
export interface Sheet {
  name: string;
  rows: (string | number | boolean | Date | null | undefined)[][];
}

/** Something of the form that the questionnaire does not have, and why. `row` counts as in the spreadsheet. */
export interface Dropped {
  sheet: string;
  row: number;
  column: string;
  what: string;
  why: string;
}

/** A form that cannot be imported. The message names sheet, row and column. */
export class XlsFormError extends Error {
  readonly sheet: string;
  readonly row: number;
  readonly column: string;
  constructor(sheet: string, row: number, column: string, reason: string) {
    super(`sheet ${sheet}, row ${row}, column ${column}: ${reason}`);
    this.sheet = sheet;
    this.row = row;
    this.column = column;
  }
}

interface Column {
  /** Header in lower case without its language: "label". */
  base: string;
  /** "" for a column without a language. */
  language: string;
  letter: string;
  index: number;
}

/** One row by column name; cells are trimmed texts. */
export interface FormRow {
  sheet: string;
  number: number;
  get(base: string): string;
  /** Texts by the language of their column; "" for a column without one. */
  texts(base: string): Map<string, string>;
  /** Letter of the first column of that name, "A" when there is none. */
  letter(base: string): string;
  /** All filled columns. */
  filled(): { base: string; letter: string; text: string }[];
}

export interface FormSheet {
  name: string;
  languages: string[];
  /** Letter of the first column with texts in that language. */
  languageLetter(name: string): string;
  /** All columns by their name in lower case. */
  columns: { base: string; letter: string }[];
  has(base: string): boolean;
  rows: FormRow[];
}

/** Older names of columns, from the XLSForm specification and pyxform's aliases. */
const aliases: Record<string, string> = {
  "list name": "list_name",
  list: "list_name",
  value: "name",
  "choice filter": "choice_filter",
  relevance: "relevant",
  skippattern: "relevant",
  "repeat count": "repeat_count",
  readonly: "read_only",
  "read only": "read_only",
  calculate: "calculation",
  caption: "label",
  "constraint message": "constraint_message",
  constraintmsg: "constraint_message",
  "required message": "required_message",
  requiredmsg: "required_message",
  command: "type",
  tag: "name",
  count: "repeat_count",
};

/** "A" for 0, "AA" for 26. */
export function columnLetter(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : columnLetter(Math.floor(index / 26) - 1) + rest;
}

function readColumn(header: string, index: number): Column {
  const parts = header
    .replace(/^media\s*::?\s*/i, "")
    .split(/\s*::?\s*/)
    .map((part) => part.trim());
  const name = (parts[0] ?? "").toLowerCase();
  return {
    base: Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name,
    language: parts[1] ?? "",
    letter: columnLetter(index),
    index,
  };
}

const cellText = (cell: Sheet["rows"][number][number]) =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? "").trim();

function makeRow(sheet: string, number: number, columns: Column[], cells: Sheet["rows"][number]): FormRow {
  const text = (column: Column) => cellText(cells[column.index]);
  return {
    sheet,
    number,
    get(base) {
      for (const column of columns) if (column.base === base && text(column)) return text(column);
      return "";
    },
    texts: (base) =>
      new Map(
        columns
          .filter((column) => column.base === base && text(column))
          .map((column) => [column.language, text(column)]),
      ),
    letter: (base) => columns.find((column) => column.base === base)?.letter ?? "A",
    filled: () =>
      columns
        .filter(text)
        .map((column) => ({ base: column.base, letter: column.letter, text: text(column) })),
  };
}

/**
 * The sheet of that name, in any case; null when the form has none.
 * @throws XlsFormError for two columns of one name
 */
export function formSheet(sheets: readonly Sheet[], name: string): FormSheet | null {
  const sheet = sheets.find((candidate) => candidate.name.trim().toLowerCase() === name);
  if (!sheet) return null;
  const columns: Column[] = [];
  for (const [index, cell] of (sheet.rows[0] ?? []).entries()) {
    const header = cellText(cell);
    if (!header) continue;
    const column = readColumn(header, index);
    const twin = columns.find((other) => other.base === column.base && other.language === column.language);
    if (twin)
      throw new XlsFormError(
        sheet.name,
        1,
        column.letter,
        `there is a second column “${header}” (the first is ${twin.letter}). Remove or rename one of them`,
      );
    columns.push(column);
  }
  const rows = sheet.rows
    .slice(1)
    .map((cells, index) => makeRow(sheet.name, index + 2, columns, cells))
    .filter((row) => row.filled().length > 0);
  const texts = columns.filter((column) => ["label", "hint", "guidance_hint"].includes(column.base));
  return {
    name: sheet.name,
    languages: [...new Set(texts.map((column) => column.language))],
    languageLetter: (name) => texts.find((column) => column.language === name)?.letter ?? "A",
    columns,
    has: (base) => columns.some((column) => column.base === base),
    rows,
  };
}
