import { answerAtRandom } from "../../surveys/autotest/answer-at-random.ts";
import { applyAct, currentStep } from "../../surveys/engine/index.ts";
import type { Act } from "../../surveys/engine/interview-state.ts";
import type { HeldCase } from "../cases/held-case.ts";
import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { applyActs } from "./apply-acts.ts";
import { completeInterview } from "./complete-interview.ts";
import { openInterview } from "./open-interview.ts";
import type { SimulatedInterviewer } from "./open-simulated-house.ts";

/**
 * A whole interview with random answers, as a browser leads it: its acts are made by the engine and sent in one
 * batch for each stop of the server. @returns the outcome of its end
 */
export async function talkSimulatedInterview(
  deps: Deps,
  about: {
    held: HeldCase;
    attemptNo: number;
    user: SimulatedInterviewer;
    version: string;
    random: () => number;
  },
): Promise<string> {
  const { held, attemptNo, user, version, random } = about;
  const opened = { held: { ...held, attemptNo }, version, user, language: held.language };
  let interview = await openInterview(deps, opened);
  const compiled = await compiledQuestionnaire(deps, interview.version);
  for (;;) {
    const acts: Act[] = [];
    let { state } = interview;
    let step = currentStep(compiled, state);
    while (step.kind !== "end" && step.kind !== "awaitServer") {
      for (const typed of answerAtRandom(compiled, state, step, random)) {
        const act = { ...typed, seq: state.lastSeq + 1, at: deps.clock.now().toISOString() };
        acts.push(act);
        state = applyAct(compiled, state, act).state;
      }
      step = currentStep(compiled, state);
    }
    if (acts.length === 0) break;
    const request = { interviewId: interview._id, fence: interview.fence, user, acts };
    ({ interview } = await applyActs(deps, request));
  }
  const done = await completeInterview(deps, {
    ...{ interviewId: interview._id, fence: interview.fence, user },
  });
  return done.outcome ?? "complete";
}
