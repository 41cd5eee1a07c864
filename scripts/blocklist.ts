import { createReadStream } from "node:fs";
import { Command, Option } from "commander";
import { fieldStudies } from "../server/cases/field-study.ts";
import { addToBlocklist, checkBlocklist, takeOffBlocklist } from "../server/cases/number-on-blocklist.ts";
import { blockingFiles } from "../server/compliance/blocking-file-store.ts";
import type { BlockDoc } from "../server/compliance/blocklist.ts";
import { ageInDays } from "../server/compliance/check-blocking-file.ts";
import { type BlockingFileReport, importBlockingFile } from "../server/compliance/import-blocking-file.ts";
import type { Deps } from "../server/deps.ts";
import { Problem } from "../server/http/problem.ts";
import { dayOf } from "../server/typed-time.ts";
import { CommandError } from "./fail.ts";
import { findStudy, withDeps } from "./with-study.ts";

const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

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
      `${file}: ${some(report.numbers, "number is", "numbers are")} blocked, ${report.added} of them new; ${list} is of ${day}\n`,
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
      `${file.list}: of ${file.date.toISOString().slice(0, 10)} (${some(ageInDays(file, now), "day", "days")} old), ${some(file.numbers, "number", "numbers")}, from ${file.source}`,
  );
  process.stdout.write(`${lines.join("\n") || "no blocking file was imported yet"}\n`);
}

interface NumberFlags {
  reason: string;
  scope: "institute" | "client" | "study";
  study?: string;
  country: string;
  json?: true;
}

/** Where a block holds: the id of the study, the name of its client, or the whole house. */
async function scopeOf(deps: Deps, { scope, study }: NumberFlags) {
  if (scope === "institute") return { scope, scopeId: "" };
  if (!study)
    throw new CommandError(`--scope ${scope} needs --study KEY: the study, or a study of the client`);
  const { _id, client } = await findStudy(deps, study);
  return { scope, scopeId: scope === "study" ? _id : client.name };
}

const inputFaults: Record<string, string> = {
  "number-invalid": "this is no valid phone number; write it with its country code, or name its --country",
  "number-premium": "this is a number at a special rate; such numbers are never dialed",
  needed: "--reason is empty; say how the wish came, such as 'letter of 3 November'",
};

/** Runs the work on one number; faults of the input in one line, and never the number itself. */
async function onNumber<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  return withDeps((deps) =>
    work(deps).catch((error: unknown) => {
      const [fault] = error instanceof Problem ? error.errors : [];
      throw fault ? new CommandError(inputFaults[fault.detail] ?? fault.detail) : error;
    }),
  );
}

function say(flags: { json?: true }, result: object, line: string): void {
  process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : `${line}\n`);
}

const inCases = (count: number) =>
  count === 0 ? "it is in no case" : `it is in ${some(count, "case", "cases")}`;

async function add(number: string, flags: NumberFlags): Promise<void> {
  const { country, reason } = flags;
  const result = await onNumber(async (deps) =>
    addToBlocklist(deps, { number, country, reason, by: "command", ...(await scopeOf(deps, flags)) }),
  );
  const done = result.added ? "the number is blocked from now on" : "the number was blocked already";
  say(
    flags,
    result,
    `${done} (${flags.scope}); ${inCases(result.cases)}${result.cases ? " and is dialed there no more" : ""}`,
  );
}

async function remove(number: string, flags: NumberFlags): Promise<void> {
  const { country, reason } = flags;
  const result = await onNumber(async (deps) =>
    takeOffBlocklist(deps, { number, country, reason, by: "command", ...(await scopeOf(deps, flags)) }),
  );
  const { removed, back, closed, stillBlocked } = result;
  const lines = [
    removed
      ? `the number is off the list (${flags.scope}); a list that has it blocks it again at its next import`
      : `the number was not on the list (${flags.scope})`,
    `${some(back, "case", "cases")} came back into the field`,
    ...(closed
      ? [`${some(closed, "case stays", "cases stay")} closed; a supervisor may open one on its page`]
      : []),
    ...(stillBlocked ? [`in ${some(stillBlocked, "case", "cases")} another block still holds`] : []),
  ];
  say(flags, result, lines.join("\n"));
}

function blockLine({ scope, reason, at, of }: Pick<BlockDoc, "scope" | "reason" | "at"> & { of: string }) {
  return `blocked since ${at.toISOString().slice(0, 10)} (${scope}${of ? ` ${of}` : ""}): ${reason}`;
}

async function checkNumber(number: string, flags: Pick<NumberFlags, "country" | "json">): Promise<void> {
  const { blocks, cases } = await onNumber(async (deps) => {
    const [found, studies] = await Promise.all([
      checkBlocklist(deps, { number, country: flags.country }),
      fieldStudies(deps),
    ]);
    const named = found.blocks.map(({ scope, scopeId, reason, at, by }) => ({
      ...{ scope, reason, at, by },
      of: scope === "study" ? (studies.get(scopeId)?.key ?? scopeId) : scopeId,
    }));
    return { blocks: named, cases: found.cases };
  });
  const lines = blocks.length > 0 ? blocks.map(blockLine) : ["not on the blocklist"];
  say(flags, { blocks, cases }, [...lines, inCases(cases)].join("\n"));
}

const scopes = () =>
  new Option("--scope <what>", "where it holds")
    .choices(["institute", "client", "study"])
    .default("institute");

export function blocklistCommand(): Command {
  return new Command("blocklist")
    .description("numbers that are never called: one by one, or as lists from outside the house bring them")
    .addCommand(
      new Command("add")
        .description("block one number at once, kept as a keyed hash")
        .argument("<number>", "the whole number, best with its country code")
        .requiredOption("--reason <text>", "how the wish came, without names, such as 'letter of 3 November'")
        .addOption(scopes())
        .option("--study <key>", "the study, or a study of the client, for --scope study or client")
        .option("--country <code>", "country of a number without a country code", "DE")
        .option("--json", "print the result as JSON")
        .action(add),
    )
    .addCommand(
      new Command("remove")
        .description("take one number off the list; cases that the list took out of the field come back")
        .argument("<number>", "the whole number, best with its country code")
        .requiredOption("--reason <text>", "why, without names; it stands in the audit")
        .addOption(scopes())
        .option("--study <key>", "the study, or a study of the client, for --scope study or client")
        .option("--country <code>", "country of a number without a country code", "DE")
        .option("--json", "print the result as JSON")
        .action(remove),
    )
    .addCommand(
      new Command("check")
        .description("say whether a number is blocked, where and why; changes nothing")
        .argument("<number>", "the whole number, best with its country code")
        .option("--country <code>", "country of a number without a country code", "DE")
        .option("--json", "print the result as JSON")
        .action(checkNumber),
    )
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
