/** One share of an autotest on a processor of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { type AutotestOptions, autotest } from "../surveys/autotest/autotest.ts";
import { compile, type ListDocuments, type Questionnaire } from "../surveys/engine/index.ts";

/** A questionnaire with its long lists, by hash. */
export interface TestedQuestionnaire {
  definition: Questionnaire;
  documents: ListDocuments;
}

export type AutotestShare = Omit<AutotestOptions, "progress"> & TestedQuestionnaire;

const { definition, documents, ...options } = workerData as AutotestShare;
const progress = (done: number) => parentPort?.postMessage({ done });
parentPort?.postMessage({ report: autotest(compile(definition, documents), { ...options, progress }) });
