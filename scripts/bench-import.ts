import { Readable } from "node:stream";
import { Command } from "commander";
import { type ImportReport, importSample } from "../server/cases/import-sample.ts";
import type { Deps } from "../server/deps.ts";
import { createStudy } from "../server/studies/studies.ts";
import { allHours } from "./bench-crowd.ts";
import { countOf, say, secondsSince, withBenchHouse } from "./bench-house.ts";
import { CommandError } from "./fail.ts";

interface ImportFlags {
  rows: string;
  json?: true;
}

const rowsAtOnce = 1000;

/** A sample of Berlin numbers that are never dialed, row by row. */
function* sampleFile(rows: number): Generator<Buffer> {
  yield Buffer.from("phone;name;reference;region\n");
  for (let start = 0; start < rows; start += rowsAtOnce) {
    const size = Math.min(rowsAtOnce, rows - start);
    const lines = Array.from({ length: size }, (_, offset) => {
      const n = start + offset;
      return `030 ${20_000_000 + n};Person Number${n};K-${n};${n % 2 === 0 ? "north" : "south"}`;
    });
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
}

async function bench(deps: Deps, flags: ImportFlags) {
  const rows = countOf("rows", flags.rows);
  const { _id: studyId } = await createStudy(
    deps,
    {
      ...{ key: "bench", name: "Bench", client: { name: "Nobody" }, languages: ["de"] },
      institute: { name: "Nobody", phone: "030 23125 000" },
      policy: allHours() as unknown as Record<string, unknown>,
    },
    "bench",
  );
  const memory = () => process.memoryUsage().rss / 1_048_576;
  const before = memory();
  let most = before;
  const run = async (dryRun: boolean) => {
    say(dryRun ? "checking" : "importing");
    const begin = performance.now();
    const report: ImportReport = await importSample(deps, {
      ...{ studyId, dryRun, by: "bench", stream: Readable.from(sampleFile(rows)) },
      mapping: { sample: { region: "region" } },
      progress: () => {
        most = Math.max(most, memory());
      },
    });
    if (report.faultCount > 0 || (!dryRun && !report.imported))
      throw new CommandError(`the sample was refused: ${JSON.stringify(report.faults[0])}`);
    const seconds = secondsSince(begin);
    return { seconds, rowsPerSecond: Math.round(rows / Math.max(seconds, 0.1)) };
  };
  const check = await run(true);
  const load = await run(false);
  const cases = await deps.db.collection("cases").countDocuments({ state: "ready" });
  return { rows, cases, check, import: load, rssGrowthMb: Math.round(most - before) };
}

/** `fieldline bench import`: how long a sample file takes to be checked and taken over. */
export function benchImportCommand(): Command {
  return new Command("import")
    .description("measure the dry run and the import of a sample file, and the memory that it takes")
    .option("--rows <n>", "rows of the file", "100000")
    .option("--json", "print one machine-readable result")
    .action(async (flags: ImportFlags) => withBenchHouse(flags, (deps) => bench(deps, flags)));
}
