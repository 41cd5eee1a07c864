import { access, constants, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { loadConfig } from "../server/config.ts";
import { connectDatabase } from "../server/db/database.ts";
import { openHouse } from "../server/main.ts";
import { countDispositions } from "../server/results/count-dispositions.ts";
import { type DispositionCounts, responseRates } from "../server/results/response-rates.ts";
import { writeStudyFiles } from "../server/results/write-study-files.ts";
import { fillDemo } from "../server/studies/load-demo.ts";
import { CommandError } from "./fail.ts";

interface DemoFlags {
  interviews: string;
  out: string;
  seed: string;
  language: string;
  json?: true;
}

/** The demo's fieldwork always begins on this evening, so that the same seed gives the same files. */
const firstEvening = new Date("2026-11-02T15:00:00Z");
const lastDay = new Date("2027-01-31T00:00:00Z");

function wholeNumber(text: string, name: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new CommandError(`--${name} is "${text}"; allowed is a whole number from ${min} to ${max}`);
  return value;
}

/** Before the field runs: nobody waits for results that cannot be written. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `--out: nothing can be written to ${folder} (${code}). Give a folder; it is made if need be.`,
    );
  }
}

/** One line that grows, on a terminal only. */
function progressOf(total: number) {
  return ({ completes, attempts }: { completes: number; attempts: number }) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${completes} of ${total} interviews, ${attempts} calls `);
  };
}

async function demo(flags: DemoFlags): Promise<void> {
  const interviews = wholeNumber(flags.interviews, "interviews", 1, 550);
  const seed = wholeNumber(flags.seed, "seed", 0, 2 ** 31 - 1);
  await makeFolder(flags.out);
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), "fieldline-demo-"));
  const config = loadConfig(process.env, { logLevel: "silent", mongodbUri: null, dataFolder: folder });
  try {
    const house = await openHouse(config, (line) => {
      if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
    });
    // Nobody will miss these data after a crash.
    const db = await connectDatabase(house.uri, { quick: true });
    const deps = { ...house.deps, db };
    try {
      const followUp = Math.floor(interviews * 0.3);
      const { studies, ...figures } = await fillDemo(deps, {
        interviews: { "opinion-poll": interviews - followUp, "service-follow-up": followUp },
        seed,
        from: firstEvening,
        until: lastDay,
        together: 1,
        progress: progressOf(interviews),
      });
      if (process.stderr.isTTY) process.stderr.write("\nwriting data, codebooks and charts\n");
      const files: string[] = [];
      const dispositions: DispositionCounts[] = [];
      for (const study of studies) {
        files.push(
          ...(await writeStudyFiles(deps, study, {
            folder: flags.out,
            locale: flags.language,
            pngs: 4,
          })),
        );
        dispositions.push(await countDispositions(deps, study));
      }
      report(flags, {
        cases: figures.cases,
        attempts: figures.attempts,
        interviews: figures.interviews,
        completes: figures.completes,
        refusals: figures.refusals,
        responseRate: rateOf(dispositions),
        seconds: Math.round((Date.now() - started) / 100) / 10,
        files,
      });
    } finally {
      await db.close();
      await house.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** AAPOR RR3 over all studies, to three places; null without cases. */
function rateOf(studies: DispositionCounts[]): number | null {
  const sum = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UR: 0, UO: 0, NE: 0 };
  for (const counts of studies)
    for (const name of Object.keys(sum) as (keyof DispositionCounts)[]) sum[name] += counts[name];
  const { RR3 } = responseRates(sum);
  return RR3 === null ? null : Math.round(RR3 * 1000) / 1000;
}

interface DemoSummary {
  cases: number;
  attempts: number;
  interviews: number;
  completes: number;
  refusals: number;
  /** AAPOR RR3 over both studies. */
  responseRate: number | null;
  seconds: number;
  files: string[];
}

function report(flags: DemoFlags, summary: DemoSummary): void {
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return;
  }
  const { cases, attempts, completes, refusals, responseRate, seconds, files } = summary;
  const rate = responseRate === null ? "–" : `${(responseRate * 100).toFixed(1)} %`;
  process.stdout.write(
    `${cases} cases, ${attempts} calls, ${completes} interviews, ${refusals} refusals\nresponse rate (AAPOR RR3) ${rate}, ${seconds} seconds, ${files.length} files in ${flags.out}\n`,
  );
}

export function demoCommand(): Command {
  return new Command("demo")
    .description(
      "a whole field without people: simulated interviewers call simulated respondents; then data, codebooks and charts",
    )
    .option("--interviews <n>", "completed interviews, over both demo studies", "200")
    .requiredOption("--out <folder>", "where the files go")
    .option("--seed <n>", "the same seed gives the same files", "1")
    .addOption(
      new Option("--language <code>", "language of labels and charts").choices(["en", "de"]).default("en"),
    )
    .option("--json", "print the summary as JSON")
    .addHelpText(
      "after",
      "\nExample: fieldline demo --interviews 200 --out out/\n\nIt uses a database of its own in a temporary folder; your data are not touched.",
    )
    .action(demo);
}
