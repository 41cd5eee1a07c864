import type { Deps } from "../../server/deps.ts";
import { type ReviewRequest, reviewInterview } from "../../server/interviews/review-interview.ts";
import { getStudy } from "../../server/studies/studies.ts";

export const ina = { id: "s1", name: "Ina Berg" };
export const omar = { id: "s2", name: "Omar Said" };

/** A decision as the page sends it: by Ina Berg about one that was waiting, unless the test says otherwise. */
export async function review(
  deps: Deps,
  interview: { _id: string; studyId: string },
  decision: ReviewRequest["decision"],
  over: Partial<Pick<ReviewRequest, "seen" | "case" | "reason" | "by">> = {},
) {
  return reviewInterview(deps, {
    ...{ interviewId: interview._id, decision, seen: null, by: ina },
    ...(decision === "invalidated" ? { reason: "The wrong person", case: { to: "reopen" } } : { case: null }),
    study: await getStudy(deps, interview.studyId),
    ...over,
  });
}
