/** One share of an autotest on a processor of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { type AutotestOptions, autotest } from "../surveys/autotest/autotest.ts";
import { compile, type Questionnaire } from "../surveys/engine/index.ts";

export interface AutotestShare extends Omit<AutotestOptions, "progress"> {
  definition: Questionnaire;
}

const { definition, ...options } = workerData as AutotestShare;
const progress = (done: number) => parentPort?.postMessage({ done });
parentPort?.postMessage({ report: autotest(compile(definition), { ...options, progress }) });
