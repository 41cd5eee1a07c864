import { LRUCache } from "lru-cache";
import type { ImportReport } from "../cases/import-sample.ts";

/**
 * Work on an uploaded sample file that may take minutes. It goes on while nobody looks; whoever comes back finds how
 * far it is, or what it came to. It lives in the process that has the file.
 */
export interface SampleJob {
  kind: "check" | "import";
  /** What was asked for: file, mapping, choices. Another request starts another job. */
  key: string;
  /** Rows read so far. */
  rows: number;
  /** null while it runs. */
  result: { report: ImportReport | null } | { error: unknown } | null;
  done: Promise<void>;
}

const jobs = new LRUCache<string, SampleJob>({ max: 50, ttl: 2 * 60 * 60 * 1000 });

export function findSampleJob(uploadId: string): SampleJob | undefined {
  return jobs.get(uploadId);
}

export function forgetSampleJob(uploadId: string): void {
  jobs.delete(uploadId);
}

/** Starts the work, unless the same one runs already or is done. */
export function startSampleJob(
  uploadId: string,
  what: Pick<SampleJob, "kind" | "key">,
  work: (progress: (rows: number) => void) => Promise<ImportReport | null>,
): SampleJob {
  const known = jobs.get(uploadId);
  if (known && known.kind === what.kind && known.key === what.key) return known;
  const job: SampleJob = { ...what, rows: 0, result: null, done: Promise.resolve() };
  job.done = work((rows) => {
    job.rows = rows;
  }).then(
    (report) => {
      job.result = { report };
    },
    (error: unknown) => {
      job.result = { error };
    },
  );
  jobs.set(uploadId, job);
  return job;
}

/** Waits a moment, so that a small file needs no page in between. */
export async function settleSampleJob(job: SampleJob, ms: number): Promise<SampleJob["result"]> {
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([job.done, moment]);
  clearTimeout(timer);
  return job.result;
}
