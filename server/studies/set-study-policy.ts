import { checkPolicy } from "../calling/check-policy.ts";
import { forgetFieldStudies } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { changeStudy, getStudy } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";

/**
 * Puts a calling policy into force, after it has been checked: a fault, or no callable hour in the next 14 days,
 * refuses it and the old one stays. Outcomes that it names are looked up in the study's own catalogue. The same write
 * asks the planner to plan the waiting cases anew. The policy in force changes nothing.
 * @throws Problem "policy-refused" with a pointer per fault, "study-unknown"
 */
export async function setStudyPolicy(
  deps: Deps,
  request: { studyId: string; policy: unknown; by: string },
): Promise<StudyDoc> {
  const now = deps.clock.now();
  const { outcomes } = await getStudy(deps, request.studyId);
  const policy = checkPolicy(request.policy, now, { outcomes });
  const study = await changeStudy(
    deps,
    request.studyId,
    { policy: { ...policy }, replanSince: now },
    request.by,
  );
  forgetFieldStudies(deps);
  return study;
}
