import { type Compiled, currentStep, decideQuota } from "../../surveys/engine/index.ts";
import type { InterviewState } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { reservePlace } from "../quotas/quotas.ts";
import type { InterviewDoc } from "./interview-model.ts";

/**
 * Decides every quota node that the route now stands at; practice is let through and takes no place. Several nodes
 * may follow one another, so this goes on until the step is something for the interviewer. The places are taken
 * before the interview is written: a crash in between leaves a place that the same act finds as its own when it is
 * sent again, and that the sweeper gives back when it never is.
 */
export async function decideQuotas(
  deps: Deps,
  interview: Pick<InterviewDoc, "_id" | "studyId" | "mode">,
  compiled: Compiled,
  state: InterviewState,
): Promise<InterviewState> {
  let decided = state;
  for (;;) {
    const { kind, quota } = currentStep(compiled, decided);
    if (kind !== "awaitServer" || quota === null) return decided;
    const result =
      interview.mode === "practice"
        ? "open"
        : await reservePlace(deps, interview, { compiled, state: decided, node: quota });
    decided = decideQuota(compiled, decided, quota, result);
  }
}
