import type { InterviewState } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { fillStudyWords } from "./fill-study-words.ts";
import { mergeVariables } from "./merge-variables.ts";
import { versionsUsed } from "./results-store.ts";
import type { Row, Variable } from "./variable.ts";
import type { VersionNote } from "./version-note.ts";

/** How the answers of one questionnaire version are read. */
export interface VersionReader {
  variables: Variable[];
  row(state: InterviewState): Row;
}

export type OpenVersion = (deps: Deps, hash: string) => Promise<VersionReader>;

export interface StudyReader {
  /** All variables over all versions, without those that identify a person. */
  variables: Variable[];
  /** What a reader of data from several versions has to know; empty with one version. */
  notes: VersionNote[];
  /** The answers of an interview, read with the version that it was collected under. */
  row(interview: Versioned): Row;
  /** The version as people call it: "2" is the second that was published. */
  versionOf(interview: Versioned): string;
  /** Could this option not be chosen, because the interview's version did not have it yet or any more? */
  lacks(interview: Versioned, variable: string, option: string): boolean;
}

interface Versioned {
  version: string;
  state: InterviewState;
}

/** Newest first, of those that were used and the newest: the study's list, then used ones that are not on it. */
function inOrder(study: Pick<StudyDoc, "versions">, used: readonly string[]): string[] {
  const published = [...new Set(study.versions.map(({ hash }) => hash))].toReversed();
  return [
    ...published.filter((hash, index) => index === 0 || used.includes(hash)),
    ...used.filter((hash) => !published.includes(hash)),
  ];
}

export type ReadStudy = Pick<StudyDoc, "_id" | "versions" | "client" | "institute" | "name">;

export async function openStudyReader(deps: Deps, study: ReadStudy, open: OpenVersion): Promise<StudyReader> {
  const hashes = inOrder(study, await versionsUsed(deps, study._id));
  const opened = await Promise.all(hashes.map((hash) => open(deps, hash)));
  const readers = new Map(hashes.map((hash, index) => [hash, opened[index]]));
  const names = { client: study.client.name, institute: study.institute.name, study: study.name };
  const numbers = new Map(study.versions.map(({ hash }, index) => [hash, String(index + 1)]));
  const numberOf = (hash: string) => numbers.get(hash) ?? hash.slice(0, 8);
  const merged = mergeVariables(
    hashes.map((hash, index) => ({
      version: numberOf(hash),
      variables: fillStudyWords(opened[index]?.variables ?? [], names),
    })),
  );
  const variables = merged.variables.filter(({ personal }) => !personal);
  const kept = new Set(variables.map(({ name }) => name));
  return {
    variables,
    notes: merged.notes.filter(({ variable }) => kept.has(variable)),
    row({ version, state }) {
      const reader = readers.get(version);
      // A version that appeared after the reader was opened: better no file than one with a gap.
      if (!reader) throw problem("internal");
      const row = reader.row(state);
      for (const [name, other] of merged.renamed.get(numberOf(version)) ?? []) {
        row[other] = row[name] ?? "notAsked";
        delete row[name];
      }
      return row;
    },
    versionOf: ({ version }) => numberOf(version),
    lacks: ({ version }, variable, option) =>
      merged.lacking.get(numberOf(version))?.get(variable)?.has(option) ?? false,
  };
}
