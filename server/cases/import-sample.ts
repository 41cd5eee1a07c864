import type { Readable } from "node:stream";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { forgetCandidates } from "./candidate-pools.ts";
import { declaredSample } from "./declared-sample.ts";
import { EncodingError } from "./decode-utf8.ts";
import { mostReplicates } from "./draw-replicates.ts";
import { fieldStudy } from "./field-study.ts";
import type { ImportDoc } from "./import-model.ts";
import { beginImport, completeImport, dropImport } from "./import-store.ts";
import type { RowFault } from "./read-sample-row.ts";
import { releaseReplicates } from "./release-replicates.ts";
import type { SampleMapping } from "./sample-mapping.ts";
import { SampleReader } from "./sample-reader.ts";

export interface ImportRequest {
  studyId: string;
  /** The bytes of a CSV file with a header row. */
  stream: Readable;
  /** What is not given is guessed from the header. */
  mapping?: Partial<SampleMapping>;
  dryRun: boolean;
  by: string;
  /** Name of the file, for the list of imports. */
  filename?: string;
  /** How many random parts of equal size, give or take one case; default 1. */
  replicates?: number;
  /** Replicates to release at once, from 0; default all. */
  release?: number;
  /** Id of the study's source that the numbers come from. */
  source?: string;
  /** Leave rows out whose number is in the file or the study already, instead of refusing the file. */
  skipDuplicates?: boolean;
  /** Called now and then with the rows read so far. */
  progress?: (rows: number) => void;
}

export interface ImportReport {
  dryRun: boolean;
  /** Were the cases taken over? Always false for a dry run and after any fault. */
  imported: boolean;
  batch: string | null;
  rows: number;
  cases: number;
  /** Rows left out: on the blocklist, and (only when asked for) duplicates. */
  blocked: number;
  duplicates: number;
  columns: string[];
  mapping: SampleMapping;
  missingColumns: string[];
  /** The first 200 faults; `faultCount` counts all. */
  faults: RowFault[];
  faultCount: number;
}

/**
 * Reads a sample file as a stream and takes it over as a whole or not at all. A dry run only reports. Memory does not
 * grow with the file, but for eight bytes or so a number.
 * @throws Problem "not-found", "import-running", "unreadable-sample" (encoding or CSV, with the row),
 *   "import-dropped" when it was taken for one that a crash left, "invalid-input" with "replicates" or "release" as
 *   pointer: no whole numbers, or more replicates than cases
 */
export async function importSample(deps: Deps, request: ImportRequest): Promise<ImportReport> {
  const study = await fieldStudy(deps, request.studyId);
  if (!study) throw problem("not-found");
  const declared = await declaredSample(deps, study);
  const replicates = request.replicates ?? 1;
  checkReplicates(replicates, request.release ?? replicates);
  const batch = request.dryRun
    ? null
    : await beginImport(deps, {
        ...{ studyId: study._id, by: request.by, replicates },
        ...{ source: request.source ?? null, filename: request.filename ?? "" },
      });
  if (!request.dryRun && !batch) throw problem("import-running");
  try {
    const reader = new SampleReader(deps, { request, study, declared, batch });
    const report = await reader.read();
    if (batch) await settle(deps, batch, report, request);
    return report;
  } catch (error) {
    if (batch) await dropImport(deps, batch._id);
    throw readable(error);
  }
}

async function settle(
  deps: Deps,
  batch: ImportDoc,
  report: ImportReport,
  request: ImportRequest,
): Promise<void> {
  const faulty = report.faultCount > 0 || report.missingColumns.length > 0 || report.cases === 0;
  if (faulty) return dropImport(deps, batch._id);
  if (batch.replicates > report.cases) throw wrongReplicates("replicates");
  const releasedTo = request.release ?? batch.replicates;
  const { rows, cases, blocked, duplicates } = report;
  const figures = { rows, cases, blocked, duplicates, releasedTo };
  if (!(await completeImport(deps, batch._id, figures))) throw problem("import-dropped");
  report.imported = true;
  report.batch = batch._id;
  await releaseReplicates(deps, batch.studyId);
  forgetCandidates(deps, batch.studyId);
}

function checkReplicates(replicates: number, release: number): void {
  if (!Number.isInteger(replicates) || replicates < 1 || replicates > mostReplicates)
    throw wrongReplicates("replicates");
  if (!Number.isInteger(release) || release < 0 || release > replicates) throw wrongReplicates("release");
}

const wrongReplicates = (pointer: "replicates" | "release") =>
  problem("invalid-input", {}, [{ pointer, detail: "a whole number within the sample" }]);

function readable(error: unknown): unknown {
  if (error instanceof EncodingError) return problem("unreadable-sample", { row: error.row, why: error.why });
  const csv = error as { code?: string; lines?: number; message: string };
  if (typeof csv.code === "string" && csv.code.startsWith("CSV_"))
    return problem("unreadable-sample", { row: csv.lines ?? 1, why: "csv", detail: csv.message });
  return error;
}
