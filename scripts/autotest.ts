import { Command, InvalidArgumentError } from "commander";
import type { AutotestReport } from "../surveys/autotest/autotest.ts";
import { autotestInParallel } from "./autotest-in-parallel.ts";
import { listOption, readLists } from "./read-lists.ts";
import { readValidQuestionnaire } from "./read-questionnaire.ts";

interface Options {
  respondents: number;
  seed: string;
  from: number;
  list: string[];
  json?: boolean;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("a whole number from 1 is needed");
  return value;
}

/** `fieldline autotest FILE -n 1000 --seed 1`: exit 1 when a respondent failed. */
export function autotestCommand(): Command {
  return new Command("autotest")
    .description(
      "Answer a questionnaire with random but valid respondents and report what breaks or is never reached.",
    )
    .argument("<file>", "questionnaire file (JSON)")
    .option("-n, --respondents <n>", "how many", positive, 1000)
    .option("--seed <seed>", "same seed, same respondents", "1")
    .option("--from <n>", "first respondent, to repeat a failure alone", positive, 1)
    .option(...listOption)
    .option("--json", "print one machine-readable result")
    .action(async (file: string, options: Options) => {
      const definition = await readValidQuestionnaire(file);
      const documents = await readLists(options.list, definition);
      const begin = performance.now();
      const progress = process.stderr.isTTY ? showProgress(options.respondents) : undefined;
      const report = await autotestInParallel(
        { definition, documents },
        { ...options, ...(progress && { progress }) },
      );
      const seconds = Math.round(performance.now() - begin) / 1000;
      if (options.json) process.stdout.write(`${JSON.stringify({ ...report, seconds })}\n`);
      else print(file, report, seconds);
      if (report.failures.length > 0) process.exitCode = 1;
    });
}

function showProgress(total: number): (done: number) => void {
  return (done) => {
    if (done % 50 === 0 || done === total)
      process.stderr.write(`\r${done} of ${total}${done === total ? "\n" : ""}`);
  };
}

function print(file: string, report: AutotestReport, seconds: number): void {
  const ends = Object.entries(report.ends).map(([outcome, count]) => `${outcome} ${count}`);
  const checks = Object.entries(report.checks).map(([id, count]) => `${id} ${count}`);
  const lines = [
    `${report.respondents} respondents in ${seconds} s, ${report.completed} completed`,
    `ends: ${ends.join(", ") || "none"}`,
    `questions asked: ${report.questions.shortest} to ${report.questions.longest}`,
    `checks seen firing: ${checks.join(", ") || "none"}`,
    ...report.neverReached.map((pointer) => `never reached: ${pointer}`),
    ...report.failures.map(
      ({ seed, respondent, message }) =>
        `FAILED respondent ${respondent}: ${message}\n  repeat: fieldline autotest ${file} -n 1 --seed ${seed} --from ${respondent}`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
