import type { Deps } from "../deps.ts";
import { Problem } from "../http/problem.ts";
import { type ReviewRequest, reviewInterview } from "./review-interview.ts";

/**
 * Accepts several interviews, one after another as if each were accepted by itself: it is a guarded write per
 * interview, and what somebody else decided meanwhile stays. Safe to repeat.
 * @returns ids of those that are accepted now, and of those that are not
 */
export async function acceptInterviews(
  deps: Deps,
  request: Pick<ReviewRequest, "study" | "by"> & { interviewIds: readonly string[] },
): Promise<{ accepted: string[]; left: string[] }> {
  const { study, by } = request;
  const done: { accepted: string[]; left: string[] } = { accepted: [], left: [] };
  for (const interviewId of request.interviewIds) {
    try {
      await reviewInterview(deps, { interviewId, study, by, decision: "accepted", seen: null, case: null });
      done.accepted.push(interviewId);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      done.left.push(interviewId);
    }
  }
  return done;
}
