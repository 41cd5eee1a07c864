import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { type Plan, reschedule } from "../calling/reschedule.ts";
import { shippedPolicy } from "../calling/shipped-policy.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { pastAttempts } from "./attempt.ts";
import { attemptsOfCase } from "./attempt-store.ts";
import { freedMeanwhile, withQuota } from "./behind-quota.ts";
import type { Appointment, CaseDoc, CaseState } from "./case.ts";
import { stepTo } from "./case-step.ts";
import { findCase, updateCase } from "./case-store.ts";
import { nextCaseState } from "./case-transitions.ts";
import type { FieldStudy } from "./field-study.ts";

export interface PlanRequest {
  caseId: string;
  study: FieldStudy;
  fence: number;
  /** Number of the attempt whose outcome is planned; a case planned this far stays as it is. */
  plannedTo: number;
  appointment?: Appointment;
  interviewId?: string;
}

const planEvents = {
  ready: "plan-ready",
  waiting: "plan-waiting",
  appointment: "plan-appointment",
  rest: "plan-rest",
  suspended: "plan-suspended",
  "hold-language": "plan-hold-language",
  "hold-information": "plan-hold-information",
  "hold-supervisor": "plan-hold-supervisor",
  final: "plan-final",
} as const;

/** @throws TransitionError when the table leads from here to no such plan */
export function assertPlannable(from: CaseState, to: CaseState): void {
  if (to in planEvents) nextCaseState(from, planEvents[to as keyof typeof planEvents]);
}

/** The plan that the whole history of a case asks for. */
export async function plannedFor(
  deps: Deps,
  item: CaseDoc,
  request: Pick<PlanRequest, "study" | "appointment">,
): Promise<Plan> {
  const history = pastAttempts(await attemptsOfCase(deps, item._id));
  const { study, appointment } = request;
  const plan = reschedule(item, history, {
    // A study without a policy dials nothing; the strictest preset still gives its cases a place.
    policy: study.policy ?? shippedPolicy("de-adm"),
    catalogue: outcomeCatalogue(study.outcomes),
    now: deps.clock.now(),
    ...(appointment ? { appointment } : {}),
  });
  return plan;
}

/**
 * Writes the plan of a case in one update, guarded by the fence and by not being planned this far yet. Frees the
 * lease. A newer holder's case is left alone.
 */
export async function planCase(deps: Deps, request: PlanRequest): Promise<{ item: CaseDoc; moved: boolean }> {
  for (let tries = 0; tries < 5; tries++) {
    const item = await findCase(deps, request.caseId);
    if (!item) throw problem("not-found");
    const done = item.plannedTo >= request.plannedTo || item.fence !== request.fence;
    if (done) return { item, moved: item.plannedTo >= request.plannedTo };
    const plan = await plannedFor(deps, item, request);
    const wanted = await withQuota(deps, item, plan);
    assertPlannable(item.state === "leased" ? "dialing" : item.state, wanted.state);
    const moved = await updateCase(
      deps,
      item._id,
      { fence: request.fence, planRevision: item.planRevision, plannedBelow: request.plannedTo },
      {
        ...wanted,
        lease: null,
        current: null,
        plannedTo: request.plannedTo,
        attempts: Math.max(item.attempts, request.plannedTo),
        ...(request.interviewId ? { interviewId: request.interviewId } : {}),
      },
      stepTo(deps.clock.now(), wanted, request.plannedTo),
    );
    if (moved) return { item: await freedMeanwhile(deps, moved), moved: true };
  }
  throw problem("internal");
}
