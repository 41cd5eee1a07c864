import { forgetQuotas } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { releasePlaces } from "../quotas/quotas.ts";
import { forgetInterview, freshInterview } from "./interview-cache.ts";
import { flushEvents, type Members, writeInterview } from "./interview-store.ts";
import { stateChanges } from "./state-changes.ts";

export interface SuspendRequest {
  interviewId: string;
  /** "broken-off" closes it for good (a final refusal); "open" leaves it to be resumed. */
  as: "open" | "broken-off";
}

/**
 * Lays an interview down at the end of a call. Nobody holds it then, so a page left open can write no more.
 * Safe to repeat; an interview that has ended stays as it is.
 */
export async function suspendInterview(deps: Deps, request: SuspendRequest): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt++) {
    const interview = await freshInterview(deps, request.interviewId);
    if (!interview) throw problem("not-found");
    if (interview.status !== "open" || (interview.suspendedAt && request.as === "open")) return;
    const now = deps.clock.now();
    const members: Members = {
      status: request.as,
      holder: null,
      fence: interview.fence + 1,
      suspendedAt: now,
      ...(request.as === "broken-off" ? { endedAt: now } : {}),
    };
    // Places in quota cells are given back; whoever resumes has them decided again.
    const changes = stateChanges(interview.state, forgetQuotas(interview.state));
    if (!(await writeInterview(deps, interview, { members, changes }))) continue;
    await releasePlaces(deps, interview);
    forgetInterview(deps, interview._id);
    const laidDown = await freshInterview(deps, interview._id);
    if (laidDown) await flushEvents(deps, laidDown);
    return;
  }
  throw problem("internal");
}
