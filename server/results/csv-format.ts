import type { Stringifier } from "csv-stringify";
import { stringify } from "csv-stringify";
import { defuseFormula } from "./defuse-formula.ts";

/** A code or a text; null is empty: not asked, or not answered. */
export type Cell = string | number | null;

export interface CsvColumn {
  header: string;
  /** Was it typed by somebody? Then formulas in it are defused. */
  openText: boolean;
}

export interface CsvOptions {
  separator: "," | ";" | "\t";
  decimal: "." | ",";
  /** A byte order mark: Excel needs it to see UTF-8, some statistics programs trip over it. */
  bom: boolean;
  /** For statistics programs: open text stays exactly as it was typed, formulas are not defused. */
  raw: boolean;
}

export const defaultCsvOptions: CsvOptions = { separator: ",", decimal: ".", bom: true, raw: false };

/**
 * A stream from rows (arrays of cells, one per column) to CSV text: RFC 4180, CRLF, header line, UTF-8.
 * Numbers get the decimal sign; codes come as strings and are never touched, "01234" stays "01234".
 */
export function csvFormat(columns: CsvColumn[], options: CsvOptions = defaultCsvOptions): Stringifier {
  const defuse = columns.map((column) => column.openText && !options.raw);
  return stringify({
    header: true,
    columns: columns.map(({ header }) => ({ key: header, header })),
    delimiter: options.separator,
    record_delimiter: "windows",
    bom: options.bom,
    cast: {
      number: (value) => (options.decimal === "," ? String(value).replace(".", ",") : String(value)),
      string: (value, { index, header }) => (!header && defuse[index] ? defuseFormula(value) : value),
    },
  });
}
