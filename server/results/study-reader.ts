import type { InterviewState } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { fillStudyWords } from "./fill-study-words.ts";
import { mergeVariables } from "./merge-variables.ts";
import { versionsUsed } from "./results-store.ts";
import type { Row, Variable } from "./variable.ts";

/** How the answers of one questionnaire version are read. */
export interface VersionReader {
  variables: Variable[];
  row(state: InterviewState): Row;
}

export type OpenVersion = (deps: Deps, hash: string) => Promise<VersionReader>;

export interface StudyReader {
  /** All variables over all versions, without those that identify a person. */
  variables: Variable[];
  /** The answers of an interview, read with the version that it was collected under. */
  row(interview: { version: string; state: InterviewState }): Row;
}

/** Oldest first: versions that were used but are not on the study's list, then the list. */
function inOrder(study: Pick<StudyDoc, "versions">, used: readonly string[]): string[] {
  const published = study.versions.map(({ hash }) => hash);
  return [...used.filter((hash) => !published.includes(hash)), ...published].filter(
    (hash, index, all) => (used.includes(hash) || index === all.length - 1) && all.indexOf(hash) === index,
  );
}

export type ReadStudy = Pick<StudyDoc, "_id" | "versions" | "client" | "institute" | "name">;

/** @throws Problem "variable-retyped", see mergeVariables */
export async function openStudyReader(deps: Deps, study: ReadStudy, open: OpenVersion): Promise<StudyReader> {
  const hashes = inOrder(study, await versionsUsed(deps, study._id));
  const opened = await Promise.all(hashes.map((hash) => open(deps, hash)));
  const readers = new Map(hashes.map((hash, index) => [hash, opened[index]]));
  return {
    variables: fillStudyWords(
      mergeVariables(opened.map(({ variables }) => variables)).filter(({ personal }) => !personal),
      { client: study.client.name, institute: study.institute.name, study: study.name },
    ),
    row({ version, state }) {
      const reader = readers.get(version);
      // A version that appeared after the reader was opened: better no file than one with a gap.
      if (!reader) throw problem("internal");
      return reader.row(state);
    },
  };
}
