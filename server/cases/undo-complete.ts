import { findOutcome, type Outcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { attemptId } from "./attempt.ts";
import { correctAttempt } from "./attempt-store.ts";
import { withQuota } from "./behind-quota.ts";
import { stepTo } from "./case-step.ts";
import { findCase, updateCase } from "./case-store.ts";
import { nextCaseState } from "./case-transitions.ts";
import { fieldStudy } from "./field-study.ts";
import { assertPlannable, plannedFor } from "./plan-case.ts";

export interface UndoRequest {
  caseId: string;
  attemptNo: number;
  interviewId: string;
  /** What the attempt counts as from now on, by its code in the study's catalogue. */
  outcome: string;
  by: string;
  at: Date;
}

/** The outcome of a complete whose interview is declared invalid and made again. */
export const reopenOutcome = "invalidated";

/**
 * Outcomes under which the case of an invalid interview may end: final ones, no complete, and none that would act on
 * more than this case, as a blocklist does. The one made for it comes first.
 */
export function closeOutcomes(outcomes: unknown): Outcome[] {
  const ends = outcomeCatalogue(outcomes).outcomes.filter(
    ({ aapor, interim, next, blocklist }) =>
      aapor !== null && !aapor.startsWith("1.") && !interim && next.case === "final" && !blocklist,
  );
  const own = ({ situations }: Outcome) => (situations.includes("review") ? 0 : 1);
  return ends.toSorted((one, other) => own(one) - own(other));
}

/**
 * A complete counts no more: its attempt stands for another outcome, and the case is planned anew from its whole
 * history. `outcome` stays in the attempt as it was, so the evening can still be read. The case is moved once, marked
 * by losing its `interviewId`. A case that somebody works on is left to the plan that this call will bring; one that a
 * supervisor has opened since is not opened twice.
 * @throws Problem "not-found"
 */
export async function undoComplete(deps: Deps, request: UndoRequest): Promise<void> {
  const { caseId, attemptNo, interviewId, outcome, by, at } = request;
  const item = await findCase(deps, caseId);
  const study = item && (await fieldStudy(deps, item.studyId));
  if (!item || !study) throw problem("not-found");
  const aapor = findOutcome(outcomeCatalogue(study.outcomes), outcome)?.aapor ?? null;
  await correctAttempt(deps, {
    id: attemptId(caseId, attemptNo),
    interviewId,
    corrected: { outcome, aapor, at, by },
  });
  for (let tries = 0; tries < 5; tries++) {
    const now = tries === 0 ? item : await findCase(deps, caseId);
    if (!now) throw problem("not-found");
    if (now.interviewId !== interviewId || now.lease !== null) return;
    const plan = await plannedFor(deps, now, { study });
    // Somebody opened it since: a plan that would not close it has nothing to say.
    if (now.state !== "final" && plan.state !== "final") return;
    assertPlannable(now.state === "final" ? nextCaseState("final", "reopen") : now.state, plan.state);
    const wanted = await withQuota(deps, now, plan);
    const moved = await updateCase(
      deps,
      now._id,
      { planRevision: now.planRevision, fence: now.fence, unleased: true },
      { ...wanted, interviewId: null, fence: now.fence + 1 },
      stepTo(deps.clock.now(), wanted),
    );
    if (moved) return;
  }
  throw problem("internal");
}
