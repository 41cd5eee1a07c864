import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageRoot } from "../server/paths.ts";
import type { AutotestOptions, AutotestReport } from "../surveys/autotest/autotest.ts";
import { mergeReports } from "../surveys/autotest/merge-reports.ts";
import type { AutotestShare, TestedQuestionnaire } from "./autotest-worker.ts";

/** The built one: a thread started from the source would not know TypeScript. */
const workerFile = join(packageRoot, "dist", "scripts", "autotest-worker.js");

/** Below this a second processor saves less than its start costs. */
const smallestShare = 100;

/** Respondents from `from` on, in equal shares on all processors. The report is the same for any number of them. */
export async function autotestInParallel(
  questionnaire: TestedQuestionnaire,
  options: AutotestOptions,
): Promise<AutotestReport> {
  const { respondents, seed, from = 1, progress } = options;
  const workers = Math.max(1, Math.min(availableParallelism(), Math.floor(respondents / smallestShare)));
  const done: number[] = Array.from({ length: workers }, () => 0);
  const reports = done.map((_, at) => {
    const [begin, end] = [at, at + 1].map((share) => Math.floor((respondents * share) / workers));
    const share = {
      ...questionnaire,
      seed,
      respondents: (end ?? 0) - (begin ?? 0),
      from: from + (begin ?? 0),
    };
    return runShare(share, (count) => {
      done[at] = count;
      progress?.(done.reduce((total, one) => total + one, 0));
    });
  });
  return mergeReports(await Promise.all(reports));
}

function runShare(share: AutotestShare, progress: (done: number) => void): Promise<AutotestReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: share });
    worker.on("message", (message: { done: number } | { report: AutotestReport }) => {
      if ("report" in message) resolve(message.report);
      else progress(message.done);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a share of the autotest ended with ${code}`)));
  });
}
