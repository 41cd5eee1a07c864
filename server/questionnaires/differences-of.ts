import { compareVersions, type VersionDifference } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { compiledQuestionnaire } from "./questionnaires.ts";

export interface Differences {
  differences: VersionDifference[];
  /** Those that keep an interview of the older version with it. */
  binding: number;
}

/** What changed between two versions of a study, by their numbers (1 up). */
export async function differencesOf(
  deps: Deps,
  study: Pick<StudyDoc, "versions">,
  from: number,
  to: number,
): Promise<Differences> {
  const [older, newer] = await Promise.all(
    [from, to].map((number) => compiledQuestionnaire(deps, study.versions[number - 1]?.hash ?? "")),
  );
  const differences = older && newer ? compareVersions(older, newer) : [];
  return { differences, binding: differences.filter(({ compatible }) => !compatible).length };
}
