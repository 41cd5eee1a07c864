import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { userOf } from "../http/routes.ts";
import { markTime } from "../monitoring/time-ledger.ts";
import { forgetContext } from "./call-context.ts";
import { completeInterview } from "./complete-interview.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { afterCall } from "./next-case.ts";

/** The last step is confirmed: everything is closed in order, then comes the next case or a pause. */
export async function endInterview(
  deps: Deps,
  req: Request,
  res: Response,
  { interview, fence }: { interview: InterviewDoc; fence: number },
): Promise<void> {
  const user = userOf(req);
  await completeInterview(deps, { interviewId: interview._id, fence, user });
  forgetContext(interview._id);
  const { caseId, attemptNo, studyId } = interview;
  await markTime(deps, { userId: user.id, studyId, kind: "wrap-up", event: `${caseId}:${attemptNo}` });
  res.redirect(303, await afterCall(deps, req));
}
