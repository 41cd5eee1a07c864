import { latestImports } from "../cases/import-progress.ts";
import type { Deps } from "../deps.ts";
import { findUsersById } from "../users/users.ts";
import type { StudyDoc } from "./study-model.ts";

/** What is older is in the audit. */
const listed = 50;

export interface SampleImport {
  /** "" when nobody uploaded it as a file. */
  filename: string;
  at: Date;
  byName: string;
  rows: number;
  cases: number;
  blocked: number;
  duplicates: number;
  /** Name of the source; null: as the study's own text says. */
  source: string | null;
  replicates: number;
  releasedTo: number;
}

/** The samples that were taken over into a study, newest first. */
export async function sampleImports(
  deps: Deps,
  study: StudyDoc,
): Promise<{ imports: SampleImport[]; most: number; more: boolean }> {
  const found = await latestImports(deps, study._id, listed + 1);
  const shown = found.slice(0, listed);
  const people = await findUsersById(deps.db, [...new Set(shown.map(({ by }) => by))]);
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  const sources = new Map((study.sources ?? []).map(({ id, name }) => [id, name]));
  const imports = shown.map((batch) => ({
    ...{ filename: batch.filename ?? "", at: batch.startedAt, byName: names.get(batch.by) ?? batch.by },
    ...{ rows: batch.rows, cases: batch.cases },
    ...{ blocked: batch.blocked ?? 0, duplicates: batch.duplicates ?? 0 },
    source: batch.source === null ? null : (sources.get(batch.source) ?? batch.source),
    ...{ replicates: batch.replicates, releasedTo: batch.releasedTo },
  }));
  return { imports, most: listed, more: found.length > listed };
}
