import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { closeOutcomes } from "../cases/undo-complete.ts";
import type { Deps } from "../deps.ts";
import { Problem, problem } from "../http/problem.ts";
import type { SignedInUser } from "../http/routes.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { finishCompletion } from "./finish-completion.ts";
import { forgetInterview, freshInterview } from "./interview-cache.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { writeInterview } from "./interview-store.ts";
import { type CaseAfter, judgeReview, type Review, type WantedReview } from "./review.ts";
import { settleReview } from "./settle-review.ts";

export interface ReviewRequest extends WantedReview {
  interviewId: string;
  study: Pick<StudyDoc, "_id" | "status" | "outcomes">;
  reason?: string;
  by: Pick<SignedInUser, "id" | "name">;
}

/**
 * A supervisor's decision about a complete interview: accepted, or invalidated with a reason and with what becomes of
 * its case. Safe to repeat, also by two at once: one decision is written, and a different one that comes later is told
 * who decided what. The writes and what a crash leaves between them are in the README of this folder.
 * @throws Problem "not-found", "invalid-input" (reason, outcome), "review-not-complete", "review-accepted",
 *   "review-invalidated", "review-study-closed"
 */
export async function reviewInterview(deps: Deps, request: ReviewRequest): Promise<InterviewDoc> {
  const reason = request.reason?.trim() ?? "";
  if (request.decision === "invalidated") checkInvalidation(request, reason);
  for (let attempt = 0; attempt < 8; attempt++) {
    const interview = await freshInterview(deps, request.interviewId);
    if (interview?.studyId !== request.study._id || interview.mode !== "live") throw problem("not-found");
    if (interview.status !== "complete" && interview.status !== "invalidated")
      throw problem("review-not-complete");
    const judged = judgeReview(interview.review, request);
    if (judged instanceof Problem) throw judged;
    if (judged === "write" && request.case?.to === "reopen" && request.study.status === "closed")
      throw problem("review-study-closed");
    // Whatever is still under way is brought to its end first; then the decision is made on what is there.
    if (interview.finishing) await finishCompletion(deps, interview, interview.finishing);
    else if (interview.settling) await settleReview(deps, interview);
    if (interview.finishing || interview.settling) continue;
    const decided = judged === "done" ? interview : await decide(deps, interview, request, reason);
    if (!decided) continue;
    if (judged === "write") await settleReview(deps, decided);
    return decided;
  }
  throw problem("internal");
}

function checkInvalidation({ case: after, study }: ReviewRequest, reason: string): void {
  if (!reason) throw problem("invalid-input", {}, [{ pointer: "reason", detail: "reason" }]);
  if (!after) throw problem("invalid-input", {}, [{ pointer: "case", detail: "case" }]);
  if (!isAllowed(after, study.outcomes))
    throw problem("invalid-input", {}, [{ pointer: "case", detail: "outcome" }]);
}

function isAllowed(after: CaseAfter, outcomes: unknown): boolean {
  if (after.to === "reopen") return true;
  return (
    findOutcome({ ...outcomeCatalogue(outcomes), outcomes: closeOutcomes(outcomes) }, after.outcome) !==
    undefined
  );
}

async function decide(
  deps: Deps,
  interview: InterviewDoc,
  request: ReviewRequest,
  reason: string,
): Promise<InterviewDoc | null> {
  const { decision, by } = request;
  const at = deps.clock.now();
  const before = interview.review;
  const invalid = decision === "invalidated";
  const review: Review = {
    ...{ decision, by: by.id, name: by.name, at },
    reason: invalid ? reason : null,
    case: invalid ? request.case : null,
    ...(before ? { before: { by: before.by, name: before.name, at: before.at } } : {}),
  };
  const members = { review, settling: at, ...(invalid ? { status: "invalidated" as const } : {}) };
  const written = await writeInterview(deps, interview, { members });
  forgetInterview(deps, interview._id);
  return written && { ...interview, ...members, ...written };
}
