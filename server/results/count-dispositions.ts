import { type CaseGroup, countsByProgress } from "../cases/case-counts.ts";
import type { Deps } from "../deps.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { type DispositionCounts, dispositionClass } from "./response-rates.ts";

/**
 * Cases by AAPOR class at this moment. Final cases have their code. Of the others, one that refused is R for now,
 * one with a contact O, and one that nobody reached yet UH, also when it was never dialed: it belongs to the
 * released sample. Cases of replicates that are not released do not count.
 */
export function dispositionCounts(groups: readonly CaseGroup[]): DispositionCounts {
  const counts: DispositionCounts = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UR: 0, UO: 0, NE: 0 };
  for (const { disposition, refused, contacted, cases } of groups) {
    const open = refused ? "R" : contacted ? "O" : "UH";
    counts[disposition ? dispositionClass(disposition) : open] += cases;
  }
  return counts;
}

/** The released cases of a study by AAPOR class. */
export async function countDispositions(
  deps: Deps,
  study: Pick<StudyDoc, "_id">,
): Promise<DispositionCounts> {
  return dispositionCounts(await countsByProgress(deps, study._id));
}
