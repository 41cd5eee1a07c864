import { reopenOutcome, undoComplete } from "../cases/undo-complete.ts";
import type { Deps } from "../deps.ts";
import { type AuditEntry, writeAudits } from "../monitoring/audit.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { returnCounted } from "../quotas/quotas.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { writeInterview } from "./interview-store.ts";
import type { Review } from "./review.ts";
import { findUnsettled } from "./review-store.ts";

/** A request that is still at work is left alone this long. */
const graceMs = 30_000;

/** The line of the diary about a review; written again under the same id it is still one. */
export function reviewAudit(
  interview: Pick<InterviewDoc, "_id" | "studyId" | "publicId">,
  review: Review,
): AuditEntry {
  const after = review.case?.to === "close" ? `close: ${review.case.outcome}` : review.case?.to;
  return {
    id: `${interview._id}:${review.decision}`,
    at: review.at,
    by: review.by,
    act: `interview.${review.decision}`,
    on: interview._id,
    studyId: interview.studyId,
    ...(review.reason ? { reason: review.reason } : {}),
    what: { interview: interview.publicId, ...(after ? { case: after } : {}) },
  };
}

/**
 * What remains after a decision is written: an invalid interview gives its quota places back, its attempt counts as
 * something else, its case is planned anew; then the diary, and last the mark that something remains. Every step does
 * nothing when it was done before.
 */
export async function settleReview(deps: Deps, interview: InterviewDoc): Promise<void> {
  const { review } = interview;
  if (!review) return;
  if (review.decision === "invalidated") {
    await returnCounted(deps, interview, await compiledQuestionnaire(deps, interview.version));
    await undoComplete(deps, {
      ...{ caseId: interview.caseId, attemptNo: interview.attemptNo, interviewId: interview._id },
      ...{ by: review.by, at: review.at },
      outcome: review.case?.to === "close" ? review.case.outcome : reopenOutcome,
    });
  }
  await writeAudits(deps, [reviewAudit(interview, review)]);
  await writeInterview(deps, interview, { unset: "settling" });
}

/** Finishes reviews that a crash left. Run it every ten seconds. @returns how many */
export async function sweepReviews(deps: Deps): Promise<number> {
  const left = await findUnsettled(deps, new Date(deps.clock.now().getTime() - graceMs), 200);
  for (const interview of left) await settleReview(deps, interview);
  return left.length;
}
