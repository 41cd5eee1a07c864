import { parse } from "csv-parse/sync";
import type { LookupEntry } from "../../surveys/engine/index.ts";
import { problem } from "../http/problem.ts";

/** A document of MongoDB ends at 16 MB, and nobody reads a list of such a length on the phone. */
const mostEntries = 100_000;

const refuse = (reason: string, line = 1, found = "") => problem("list-refused", { reason, line, found });

/**
 * The entries of a CSV text with the columns code, label and, if wanted, search (more words to find an entry
 * by); separated by commas or semicolons. @throws Problem list-refused {reason, line, found}
 */
export function readLookupList(text: string): LookupEntry[] {
  const head = text.split("\n", 1)[0] ?? "";
  const delimiter = head.includes(";") && !head.includes(",") ? ";" : ",";
  const rows = csvRows(text, delimiter);
  const header = rows.shift()?.record ?? [];
  const at = (name: string) => header.findIndex((cell) => cell.trim().toLowerCase() === name);
  const [code, label, search] = [at("code"), at("label"), at("search")] as const;
  if (code < 0 || label < 0) throw refuse("columns", 1, header.join(", ").slice(0, 80));
  if (rows.length === 0 || rows.length > mostEntries) throw refuse("length", 1, String(rows.length));
  const seen = new Set<string>();
  return rows.map(({ record, info: { lines } }) => {
    const entry: LookupEntry = { code: (record[code] ?? "").trim(), label: (record[label] ?? "").trim() };
    if (entry.code === "" || entry.label === "") throw refuse("empty", lines);
    if (seen.has(entry.code)) throw refuse("twice", lines, entry.code.slice(0, 40));
    seen.add(entry.code);
    const words = search < 0 ? "" : (record[search] ?? "").trim();
    return words ? { ...entry, search: words } : entry;
  });
}

interface CsvRow {
  record: string[];
  info: { lines: number };
}

function csvRows(text: string, delimiter: string): CsvRow[] {
  try {
    return parse(text, { bom: true, delimiter, info: true, skip_empty_lines: true }) as unknown as CsvRow[];
  } catch (error) {
    throw refuse("csv", (error as { lines?: number }).lines ?? 1);
  }
}
