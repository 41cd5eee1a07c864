import { walkItems } from "../../surveys/lint/walk-items.ts";
import { outcomeFaults } from "../calling/check-policy.ts";
import { defaultOutcomes, type OutcomeCatalogue, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { outcomeChangeFaults } from "../calling/outcome-change-faults.ts";
import { isPolicy } from "../calling/policy.ts";
import { outcomesInUse } from "../cases/attempts.ts";
import { forgetFieldStudies } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { questionnaireDefinition } from "../questionnaires/questionnaires.ts";
import { changedPlaces, changeLines } from "./changed-places.ts";
import { seenMark } from "./seen-mark.ts";
import { changeStudy, getStudy } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";

/** A catalogue by code, so that what changed is told by code and not by place in the list. */
const byCode = ({ outcomes }: OutcomeCatalogue) =>
  Object.fromEntries(outcomes.map(({ code, ...outcome }) => [code, outcome]));

/** What changed between two catalogues, as lines: "/busy/next/delayMinutes: 20 → 45". */
export function outcomeChanges(before: OutcomeCatalogue, after: OutcomeCatalogue): string[] {
  return changeLines(changedPlaces(byCode(before), byCode(after)));
}

/** The study's own catalogue as it is stored: none where it is the shipped one. */
const ownOf = (catalogue: OutcomeCatalogue) =>
  seenMark(catalogue) === seenMark(defaultOutcomes()) ? null : { ...catalogue };

/** The outcomes that the ends of the newest version name. */
async function endsOf(deps: Deps, { versions }: StudyDoc): Promise<string[]> {
  const latest = versions.at(-1);
  if (!latest) return [];
  const items = walkItems(await questionnaireDefinition(deps, latest.hash));
  return items.flatMap(({ item }) => (item.type === "end" ? [item.outcome] : []));
}

/**
 * Puts an outcome catalogue into force, whole; null goes back to the shipped one. It is checked in itself and against
 * the study: what the program uses, what calls already have and what policy or questionnaire name stays in it. The same write asks
 * the planner to plan the waiting cases anew. The catalogue in force changes nothing.
 * @param request `seen`: the mark of the catalogue that the writer saw (`seenMark`); without it, the one in force
 * @throws Problem "outcomes-refused" with a sentence per fault, "outcomes-changed" when it is not the one that was
 * seen, "study-unknown"
 */
export async function setStudyOutcomes(
  deps: Deps,
  request: { studyId: string; outcomes: unknown; by: string; seen?: string },
): Promise<StudyDoc> {
  const study = await getStudy(deps, request.studyId);
  const before = outcomeCatalogue(study.outcomes);
  const wanted = request.outcomes ?? defaultOutcomes();
  const faults = outcomeFaults(wanted);
  if (faults.length > 0) throw problem("outcomes-refused", {}, faults);
  const after = wanted as OutcomeCatalogue;
  const mark = seenMark(after);
  if (mark === seenMark(before)) return study;
  const kept = new Set(after.outcomes.map(({ code }) => code));
  const gone = before.outcomes.flatMap(({ code }) => (kept.has(code) ? [] : [code]));
  const used = await outcomesInUse(deps, study._id, gone);
  const delays = isPolicy(study.policy) ? study.policy.delays : {};
  const ends = await endsOf(deps, study);
  const inTheWay = outcomeChangeFaults({ before, after, used, delays, ends });
  if (inTheWay.length > 0) throw problem("outcomes-refused", {}, inTheWay);
  if (request.seen && request.seen !== seenMark(before)) throw problem("outcomes-changed");
  const changed = await changeStudy(
    deps,
    study._id,
    { outcomes: ownOf(after), ...(isPolicy(study.policy) ? { replanSince: deps.clock.now() } : {}) },
    request.by,
    {
      onto: { outcomes: study.outcomes, policy: study.policy },
      act: "study.outcomes",
      what: { outcomes: after.outcomes.length, changes: outcomeChanges(before, after) },
    },
  );
  if (seenMark(outcomeCatalogue(changed.outcomes)) !== mark) throw problem("outcomes-changed");
  forgetFieldStudies(deps);
  return changed;
}
