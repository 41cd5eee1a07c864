import { LRUCache } from "lru-cache";
import type { Deps } from "../deps.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import type { FieldInfo } from "./field-line.ts";
import { numberSummary } from "./number-summary.ts";
import { openVersion } from "./open-version.ts";
import { completedInterviews, countCompleted, countInvalidated } from "./results-store.ts";
import { type OpenVersion, openStudyReader, type ReadStudy } from "./study-reader.ts";
import { addToTally, emptyTally, type Tally } from "./tally.ts";
import type { Variable } from "./variable.ts";
import type { VersionNote } from "./version-note.ts";

/** Everything that pages, charts and the codebook say about a study's completed interviews. */
export interface StudyResults {
  variables: Variable[];
  /** What changed between the versions that the interviews were made with. */
  notes: VersionNote[];
  tallies: ReadonlyMap<string, Tally>;
  field: FieldInfo;
  /** Median of the time on screen; null without an interview. */
  medianMinutes: number | null;
}

type CountedStudy = ReadStudy & Pick<StudyDoc, "status">;

async function count(deps: Deps, study: CountedStudy, open: OpenVersion): Promise<StudyResults> {
  const reader = await openStudyReader(deps, study, open);
  const tallies = new Map(reader.variables.map(({ name }) => [name, emptyTally()]));
  const lengths = new Map<number, number>();
  let from: Date | null = null;
  let to: Date | null = null;
  let interviews = 0;
  for await (const interview of completedInterviews(deps, study._id)) {
    const row = reader.row(interview);
    for (const variable of reader.variables) {
      const tally = tallies.get(variable.name);
      if (tally) addToTally(tally, variable, row[variable.name] ?? "notAsked");
    }
    interviews += 1;
    const seconds = Math.round(interview.activeMs / 1000);
    lengths.set(seconds, (lengths.get(seconds) ?? 0) + 1);
    const end = interview.endedAt ?? interview.startedAt;
    if (!from || interview.startedAt < from) from = interview.startedAt;
    if (!to || end > to) to = end;
  }
  const length = numberSummary(lengths);
  return {
    variables: reader.variables,
    notes: reader.notes,
    tallies,
    field: { from, to, interim: study.status !== "closed", interviews },
    medianMinutes: length ? length.median / 60 : null,
  };
}

/** Counted results stay until there is one interview more or one less, a new version, or the field opens or closes. */
const counted = new WeakMap<Deps["db"], LRUCache<string, Promise<StudyResults>>>();

function cacheOf(deps: Deps): LRUCache<string, Promise<StudyResults>> {
  const known = counted.get(deps.db);
  if (known) return known;
  const made = new LRUCache<string, Promise<StudyResults>>({ max: 50 });
  counted.set(deps.db, made);
  return made;
}

/** Counts the completed interviews of a study, once for all who ask at the same time. */
export async function countResults(
  deps: Deps,
  study: CountedStudy,
  open: OpenVersion = openVersion,
): Promise<StudyResults> {
  const [completed, invalidated] = await Promise.all([
    countCompleted(deps, study._id),
    countInvalidated(deps, study._id),
  ]);
  const key = [
    study._id,
    completed,
    invalidated,
    study.status,
    ...study.versions.map(({ hash }) => hash),
  ].join(":");
  const cache = cacheOf(deps);
  const known = cache.get(key);
  if (known) return known;
  const counting = count(deps, study, open);
  cache.set(key, counting);
  counting.catch(() => cache.delete(key));
  return counting;
}
