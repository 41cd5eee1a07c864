import type { Questionnaire } from "../../surveys/engine/index.ts";
import { type SampledCase, sampledCases } from "../cases/sampled-cases.ts";
import type { Deps } from "../deps.ts";
import { type copyLists, storedLists } from "../questionnaires/lookup-lists.ts";
import { questionnaireDefinition } from "../questionnaires/questionnaires.ts";
import { cellsOfStudy } from "../quotas/quotas.ts";
import type { CellTarget } from "../quotas/set-quota-targets.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { simulationQuestionnaire } from "./simulation-questionnaire.ts";

/** What a simulated field is about. Plain data, so that it can be handed to another thread. */
export interface SimulatedStudy {
  languages: string[];
  questionnaire: Questionnaire;
  lists: Parameters<typeof copyLists>[1];
  /** The study's own outcomes. */
  outcomes: unknown;
  targets: CellTarget[];
  /** Completes at which the field ends; null: not by a number. */
  target: number | null;
  /** Its sample; null: made up as well. */
  cases: SampledCase[] | null;
}

/** Regions of the sample that is made up. */
const lands = ["DE-BE", "DE-BY", "DE-NW", "DE-SN", "DE-HH", "DE-BW"];

/**
 * A short interview with people of six regions.
 * @param wanted completes in each region and in all; null: as many as come
 */
export function madeUpStudy(wanted: { perRegion: number | null; target: number | null }): SimulatedStudy {
  const { perRegion, target } = wanted;
  const cell = (region: string) => ({
    node: "q_region",
    values: { "sample.region": region },
    target: perRegion,
  });
  return {
    ...{ languages: ["de"], questionnaire: simulationQuestionnaire(), lists: [], outcomes: null },
    ...{ targets: perRegion === null ? [] : lands.map(cell), target, cases: null },
  };
}

/**
 * A study as it would be worked from its first day: one of its versions with lists, its outcomes, quota targets and
 * sample, of this at most `most` cases.
 */
export async function studyToSimulate(
  deps: Deps,
  study: Pick<StudyDoc, "_id" | "languages" | "outcomes" | "target">,
  wanted: { version: string; most: number },
): Promise<SimulatedStudy> {
  const questionnaire = await questionnaireDefinition(deps, wanted.version);
  const cells = await cellsOfStudy(deps, study._id);
  return {
    ...{ languages: study.languages, questionnaire, lists: await storedLists(deps, questionnaire) },
    ...{ outcomes: study.outcomes, target: study.target },
    targets: cells.map(({ node, values, target }) => ({ node, values, target })),
    cases: await sampledCases(deps, study._id, wanted.most),
  };
}
