import { checkPolicy } from "../calling/check-policy.ts";
import type { Policy } from "../calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../calling/shipped-policy.ts";
import { forgetFieldStudies } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { type ChangedPlace, changedPlaces, changeLines } from "./changed-places.ts";
import { seenMark } from "./seen-mark.ts";
import { changeStudy, getStudy } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";

/** The reason goes into a policy that asks for one; without words its days stay closed. */
export function withReason(policy: Policy, reason: string): Policy {
  if (policy.hours.needReason.length === 0) return policy;
  return { ...policy, hours: { ...policy.hours, reason: reason.trim() || null } };
}

/** Where a policy differs from the preset whose name it bears; empty for one with a name of its own. */
export function changesToPreset(policy: Policy): ChangedPlace[] {
  return shippedPolicyNames().includes(policy.name) ? changedPlaces(shippedPolicy(policy.name), policy) : [];
}

/** What the audit keeps: the places that changed; a preset as it is shipped is told by its name. */
function auditOf(before: object, policy: Policy): Record<string, unknown> {
  const preset = shippedPolicyNames().includes(policy.name) && changesToPreset(policy).length === 0;
  const other = !("name" in before) || before.name !== policy.name;
  return {
    policy: policy.name,
    ...(other && "name" in before ? { before: before.name } : {}),
    ...(other && preset ? {} : { changes: changeLines(changedPlaces(before, policy)) }),
  };
}

/**
 * Puts a calling policy into force, after it has been checked: a fault, or no callable hour in the next 14 days,
 * refuses it and the old one stays. Outcomes that it names are looked up in the study's own catalogue. The same write
 * asks the planner to plan the waiting cases anew. The policy in force changes nothing.
 * @param request `seen`: the mark of the policy that the writer saw (`seenMark`); without it, the one in force
 * @throws Problem "policy-refused" with a pointer per fault, "policy-changed" when it is not the one that was seen,
 * "study-unknown"
 */
export async function setStudyPolicy(
  deps: Deps,
  request: { studyId: string; policy: unknown; by: string; seen?: string },
): Promise<StudyDoc> {
  const now = deps.clock.now();
  const before = await getStudy(deps, request.studyId);
  const policy = checkPolicy(request.policy, now, before);
  const mark = seenMark(policy);
  if (mark === seenMark(before.policy)) return before;
  if (request.seen && request.seen !== seenMark(before.policy)) throw problem("policy-changed");
  const study = await changeStudy(
    deps,
    request.studyId,
    { policy: { ...policy }, replanSince: now },
    request.by,
    {
      onto: { policy: before.policy, outcomes: before.outcomes },
      act: "study.policy",
      what: auditOf(before.policy, policy),
    },
  );
  if (seenMark(study.policy) !== mark) throw problem("policy-changed");
  forgetFieldStudies(deps);
  return study;
}
