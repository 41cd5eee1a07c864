import type { CaseDoc, CaseState, Why } from "./case.ts";

/**
 * Where a case went and why, kept in the case by the very write that moved it, so that its history costs no write of
 * its own. What supervisors did stands in the audit, calls in the attempts, refusals of the gateway in their log.
 */
export interface CaseStep {
  at: Date;
  state: CaseState;
  why: Why;
  /** The attempt whose outcome led there. */
  no?: number;
}

/** More than any case has under the caps; the oldest go first. */
export const keptSteps = 60;

/** The part of an update that keeps a step. */
export function pushStep(step: CaseStep) {
  return { steps: { $each: [step], $slice: -keptSteps } };
}

/** As a member of an update pipeline; `state` and `why` may be expressions. */
export function addStep(step: { at: Date; state: unknown; why: unknown }) {
  return { $slice: [{ $concatArrays: [{ $ifNull: ["$steps", []] }, [step]] }, -keptSteps] };
}

export function stepTo(at: Date, plan: Pick<CaseDoc, "state" | "why">, no?: number): CaseStep {
  return { at, state: plan.state, why: plan.why, ...(no === undefined ? {} : { no }) };
}
