import { isComplete, purgeOffRoute } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { SignedInUser } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { finishCompletion } from "./finish-completion.ts";
import { forgetInterview, freshInterview } from "./interview-cache.ts";
import type { Finishing, InterviewDoc } from "./interview-model.ts";
import { writeInterview } from "./interview-store.ts";

export interface CompleteRequest {
  interviewId: string;
  fence: number;
  user: Pick<SignedInUser, "id">;
  note?: string;
}

/**
 * Ends an interview whose route is at an end node: closes the interview, then quota, attempt and case.
 * Each step can be repeated from the one before; the sweeper repeats what a crash left.
 * @throws Problem "not-found", "taken-over", "interview-not-finished"
 */
export async function completeInterview(deps: Deps, request: CompleteRequest): Promise<InterviewDoc> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const interview = await freshInterview(deps, request.interviewId);
    if (!interview?.interviewers.includes(request.user.id)) throw problem("not-found");
    const closed = interview.status === "open" ? await close(deps, interview, request) : interview;
    if (!closed) continue;
    if (closed.finishing) await finishCompletion(deps, closed, closed.finishing);
    return closed;
  }
  throw problem("internal");
}

/** The engine names ends as questionnaires do ("quotaFull"); the outcome catalogue writes them with hyphens. */
function outcomeCodeOf(end: string): string {
  return end.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function close(
  deps: Deps,
  interview: InterviewDoc,
  request: CompleteRequest,
): Promise<InterviewDoc | null> {
  if (interview.fence !== request.fence || interview.holder?.userId !== request.user.id)
    throw problem("taken-over", { by: interview.holder?.name ?? "–" });
  const compiled = await compiledQuestionnaire(deps, interview.version);
  const end = isComplete(compiled, interview.state);
  if (!end) throw problem("interview-not-finished");
  const now = deps.clock.now();
  const finishing: Finishing = {
    since: now,
    outcome: outcomeCodeOf(end.outcome),
    attemptNo: interview.attemptNo,
    caseFence: interview.caseFence,
    by: request.user.id,
    ...(request.note ? { note: request.note } : {}),
  };
  const written = await writeInterview(deps, interview, {
    state: purgeOffRoute(compiled, interview.state),
    members: {
      status: end.outcome === "complete" ? "complete" : "screened",
      outcome: end.outcome,
      endedAt: now,
      suspendedAt: null,
      finishing,
    },
  });
  forgetInterview(deps, interview._id);
  return written && freshInterview(deps, interview._id);
}
