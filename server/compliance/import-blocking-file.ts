import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import { decodeUtf8, EncodingError } from "../cases/decode-utf8.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { insertBlockingFile } from "./blocking-file-store.ts";
import { blockNumbers } from "./blocklist-store.ts";

export interface BlockingFileRequest {
  /** One number a line, or a table whose first column has the numbers; a heading is left out. */
  stream: AsyncIterable<Buffer | string>;
  /** Name of the list, as the calling policy names it. */
  list: string;
  /** Date that the file bears; not after today. */
  date: Date;
  /** Where the file is from. */
  source: string;
  /** Country of numbers without a country code. */
  country: string;
  /** Count the file as imported though some lines are no numbers. */
  skipUnreadable?: boolean;
  by: string;
  progress?: (lines: number) => void;
}

export interface BlockingFileReport {
  /** Does the list count as imported with this file's date? */
  imported: boolean;
  numbers: number;
  /** Of these, not blocked before. */
  added: number;
  unreadable: number;
  /** Numbers of the first lines that are no phone number. */
  unreadableLines: number[];
}

const chunk = 1000;
const listedLines = 20;

/**
 * Puts the numbers of a file on the blocklist of the institute, as keyed hashes. Numbers that an earlier file had and
 * this one lacks stay blocked. What was read is blocked whatever happens after it; the list counts as imported, and
 * fresh, only when the whole file was read, so a crash or a fault leaves it as old as it was, and the import is
 * repeated.
 * @throws Problem "unreadable-sample" (encoding, with the line), "blocking-file-date" (a date to come)
 */
export async function importBlockingFile(
  deps: Deps,
  request: BlockingFileRequest,
): Promise<BlockingFileReport> {
  const now = deps.clock.now();
  if (request.date > now) throw problem("blocking-file-date");
  const report: BlockingFileReport = {
    ...{ imported: false, numbers: 0, added: 0, unreadable: 0, unreadableLines: [] },
  };
  let hashes: string[] = [];
  const flush = async () => {
    const blocks = hashes.map((hash) => ({
      ...{ hash, scope: "institute" as const, scopeId: "", reason: `list:${request.list}`, by: request.by },
    }));
    report.added += await blockNumbers(deps, blocks);
    hashes = [];
  };
  let line = 0;
  try {
    for await (const cell of firstCells(request.stream)) {
      line++;
      if (!cell) continue;
      const number = parsePhoneNumber(cell, request.country as CountryCode);
      if (number?.isPossible()) {
        report.numbers++;
        hashes.push(deps.vault.blocklistHash(number.number));
      } else if (line > 1 || /\d/.test(cell)) {
        report.unreadable++;
        if (report.unreadableLines.length < listedLines) report.unreadableLines.push(line);
      }
      if (hashes.length === chunk) await flush();
      if (line % chunk === 0) request.progress?.(line);
    }
    await flush();
  } catch (error) {
    if (error instanceof EncodingError)
      throw problem("unreadable-sample", { row: error.row, why: error.why });
    throw error;
  }
  report.imported = report.numbers > 0 && (report.unreadable === 0 || request.skipUnreadable === true);
  if (report.imported) await noteImport(deps, request, report, now);
  return report;
}

async function noteImport(
  deps: Deps,
  { list, source, date, by }: BlockingFileRequest,
  { numbers, added }: BlockingFileReport,
  at: Date,
): Promise<void> {
  await insertBlockingFile(deps, { _id: deps.newId(), list, source, date, numbers, at, by });
  await writeAudit(deps, {
    ...{ by, act: "blocklist.import", on: list },
    what: { source, date: date.toISOString().slice(0, 10), numbers, added },
  });
}

/** The first cell of each line, without quotes. */
async function* firstCells(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of decodeUtf8(bytes)) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) yield firstCell(line);
  }
  if (rest) yield firstCell(rest);
}

function firstCell(line: string): string {
  return (line.split(/[;,\t|]/)[0] ?? "").replaceAll('"', "").trim();
}
