import { createReadStream } from "node:fs";
import { Command } from "commander";
import { blockingFiles } from "../server/compliance/blocking-file-store.ts";
import { ageInDays } from "../server/compliance/check-blocking-file.ts";
import { type BlockingFileReport, importBlockingFile } from "../server/compliance/import-blocking-file.ts";
import { dayOf } from "../server/typed-time.ts";
import { CommandError } from "./fail.ts";
import { withDeps } from "./with-study.ts";

interface ImportFlags {
  list: string;
  date: string;
  source: string;
  country: string;
  skipUnreadable?: true;
  json?: true;
}

async function importFile(file: string, flags: ImportFlags): Promise<void> {
  const { list, source, country } = flags;
  if (!/^[A-Za-z][A-Za-z0-9-]{0,31}$/.test(list))
    throw new CommandError(`--list "${list}" is no name of a list; letters, digits and -, such as ADM`);
  if (!/^[A-Z]{2}$/.test(country))
    throw new CommandError(`--country "${country}" is no country; two capital letters, such as DE`);
  const day = dayOf(flags.date);
  if (!day) throw new CommandError(`--date "${flags.date}" is no day; a day is written 2026-11-23`);
  const stream = createReadStream(file);
  const report = await withDeps((deps) =>
    importBlockingFile(deps, {
      ...{ stream, list, source, country, date: new Date(`${day}T00:00:00Z`), by: "command line" },
      ...(flags.skipUnreadable ? { skipUnreadable: true } : {}),
      progress: (lines) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${lines} lines`);
      },
    }),
  );
  if (flags.json) process.stdout.write(`${JSON.stringify({ file, list, ...report })}\n`);
  if (!report.imported) throw new CommandError(`${file}: ${notImported(report)}`);
  if (!flags.json)
    process.stdout.write(
      `${file}: ${report.numbers} numbers are blocked, ${report.added} of them new; ${list} is of ${day}\n`,
    );
}

function notImported({ numbers, unreadable, unreadableLines }: BlockingFileReport): string {
  if (numbers === 0) return "has no phone number in its first column; nothing was imported";
  const where = `${unreadableLines.join(", ")}${unreadable > unreadableLines.length ? " ..." : ""}`;
  const what = unreadable === 1 ? `line ${where} is no phone number` : `lines ${where} are no phone numbers`;
  return `${what}. All others (${numbers}) are blocked, but the list does not count as imported: correct the file, or add --skip-unreadable`;
}

async function showFiles({ json }: { json?: true }): Promise<void> {
  const { files, now } = await withDeps(async (deps) => ({
    files: await blockingFiles(deps),
    now: deps.clock.now(),
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify({ files })}\n`);
    return;
  }
  const lines = files.map(
    (file) =>
      `${file.list}: of ${file.date.toISOString().slice(0, 10)} (${ageInDays(file, now)} days old), ${file.numbers} numbers, from ${file.source}`,
  );
  process.stdout.write(`${lines.join("\n") || "no blocking file was imported yet"}\n`);
}

export function blocklistCommand(): Command {
  return new Command("blocklist")
    .description("numbers that are never called, as lists from outside the house bring them")
    .addCommand(
      new Command("import")
        .description(
          "block the numbers of a file for the whole house, and note the file's date for the policy",
        )
        .argument("<file>", "text or CSV in UTF-8 with one number a line, in the first column")
        .requiredOption("--list <name>", "name of the list as the calling policy has it, such as ADM")
        .requiredOption("--date <day>", "date of the file, such as 2026-11-23")
        .requiredOption("--source <text>", "where it is from")
        .option("--country <code>", "country of numbers without a country code", "DE")
        .option("--skip-unreadable", "let the file count as imported though some lines are no numbers")
        .option("--json", "print the result as JSON")
        .action(importFile),
    )
    .addCommand(
      new Command("files")
        .description("say which lists were imported last, and how old they are")
        .option("--json", "print the result as JSON")
        .action(showFiles),
    );
}
