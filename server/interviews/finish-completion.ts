import { closeAttempt } from "../cases/close-attempt.ts";
import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { settlePlaces } from "../quotas/quotas.ts";
import type { Finishing, InterviewDoc } from "./interview-model.ts";
import { findUnfinished, flushEvents, writeInterview } from "./interview-store.ts";

/** A request that is still at work is left alone this long. */
const graceMs = 30_000;

/**
 * What remains after an interview is closed: its events, its quota places, its attempt, its case; last the
 * mark that something remains. Every step does nothing when it was done before.
 */
export async function finishCompletion(
  deps: Deps,
  interview: InterviewDoc,
  finishing: Finishing,
): Promise<void> {
  if (interview.mode === "live") {
    await settlePlaces(deps, interview, await compiledQuestionnaire(deps, interview.version));
    await closeAttempt(deps, {
      caseId: interview.caseId,
      attemptNo: finishing.attemptNo,
      fence: finishing.caseFence,
      outcome: finishing.outcome,
      interviewId: interview._id,
      ...(finishing.note ? { note: finishing.note } : {}),
    });
  }
  await flushEvents(deps, interview);
  await writeInterview(deps, { ...interview, pending: [] }, { unset: "finishing" });
}

/** Finishes completions that a crash left, and copies events that nobody flushed. Run it every ten seconds. */
export async function sweepInterviews(deps: Deps): Promise<{ finished: number; flushed: number }> {
  const now = deps.clock.now();
  const left = await findUnfinished(deps, { before: new Date(now.getTime() - graceMs), after: now }, 200);
  let finished = 0;
  for (const interview of left) {
    if (interview.finishing) {
      await finishCompletion(deps, interview, interview.finishing);
      finished++;
    } else await flushEvents(deps, interview);
  }
  return { finished, flushed: left.length - finished };
}
