import { type Compiled, currentStep, decideQuota } from "../../surveys/engine/index.ts";
import type { InterviewState } from "../../surveys/engine/interview-state.ts";

/**
 * Decides every quota node that the route now stands at. A study without cells for a node is open there.
 * Several nodes may follow one another, so this goes on until the step is something for the interviewer.
 */
export function decideQuotas(compiled: Compiled, state: InterviewState): InterviewState {
  let decided = state;
  for (;;) {
    const { kind, quota } = currentStep(compiled, decided);
    if (kind !== "awaitServer" || quota === null) return decided;
    decided = decideQuota(compiled, decided, quota, "open");
  }
}
