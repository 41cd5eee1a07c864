import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Command } from "commander";
import { houseZone } from "../server/house-zone.ts";
import { writeTimeCsv } from "../server/monitoring/time-csv.ts";
import { daySpan } from "../server/monitoring/time-span.ts";
import { defaultCsvOptions } from "../server/results/csv-format.ts";
import { dayOf } from "../server/typed-time.ts";
import { CommandError } from "./fail.ts";
import { withHouse } from "./with-house.ts";

interface TimeFlags {
  from: string;
  to: string;
  out: string;
  json?: true;
}

async function writeHours({ from, to, out, json }: TimeFlags): Promise<void> {
  for (const day of [from, to])
    if (!dayOf(day)) throw new CommandError(`"${day}" is no day; a day is written 2026-11-23`);
  const result = await withHouse(async (deps) => {
    const span = daySpan(from, to, deps.clock.now(), houseZone());
    // The file appears under its name only when it is complete.
    const part = `${out}.part`;
    const lines = await writeTimeCsv(deps, span, defaultCsvOptions, createWriteStream(part));
    await rename(part, out);
    return { from: span.first, to: span.last, lines, file: out };
  });
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${out}: ${result.lines} lines\n`);
}

export function timeCommand(): Command {
  return new Command("time")
    .description("write working hours by person and study for the payroll, corrections included")
    .requiredOption("--from <day>", "first day, such as 2026-11-01")
    .requiredOption("--to <day>", "last day, included")
    .requiredOption("--out <file>", "CSV file to write; it appears only when it is complete")
    .option("--json", "print the result as JSON")
    .action(writeHours);
}
