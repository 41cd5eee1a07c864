import { answerAtRandom } from "../../surveys/autotest/answer-at-random.ts";
import { applyAct, type Compiled, currentStep, isComplete } from "../../surveys/engine/index.ts";
import type { Act, InterviewState } from "../../surveys/engine/interview-state.ts";
import type { HeldCase } from "../cases/held-case.ts";
import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { applyActs } from "./apply-acts.ts";
import { completeInterview } from "./complete-interview.ts";
import { openInterview } from "./open-interview.ts";
import type { SimulatedInterviewer } from "./open-simulated-house.ts";

/** So often another person is drawn; who is still screened out then is turned away by a questionnaire that asks for few. */
const mostDraws = 50;

/** Random answers up to the next stop of the server or the end. */
function randomActs(
  compiled: Compiled,
  from: InterviewState,
  random: () => number,
  at: string,
): { acts: Act[]; screenedOut: boolean } {
  const acts: Act[] = [];
  let state = from;
  let step = currentStep(compiled, state);
  while (step.kind !== "end" && step.kind !== "awaitServer") {
    for (const typed of answerAtRandom(compiled, state, step, random)) {
      const act = { ...typed, seq: state.lastSeq + 1, at };
      acts.push(act);
      state = applyAct(compiled, state, act).state;
    }
    step = currentStep(compiled, state);
  }
  return { acts, screenedOut: (isComplete(compiled, state)?.outcome ?? "complete") !== "complete" };
}

/** As `randomActs`, by somebody whom the questionnaire does not screen out. */
function eligibleActs(...given: Parameters<typeof randomActs>): Act[] {
  let drawn = randomActs(...given);
  for (let draw = 1; draw < mostDraws && drawn.screenedOut; draw++) drawn = randomActs(...given);
  return drawn.acts;
}

/**
 * A whole interview with random answers, as a browser leads it: its acts are made by the engine and sent in one
 * batch for each stop of the server. That the person takes part and belongs to the target population was drawn before
 * (`simulateDial`): screening questions do not turn anybody away a second time, full quotas do. @returns the outcome of its end
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
    const acts = eligibleActs(compiled, interview.state, random, deps.clock.now().toISOString());
    if (acts.length === 0) break;
    const request = { interviewId: interview._id, fence: interview.fence, user, acts };
    ({ interview } = await applyActs(deps, request));
  }
  const done = await completeInterview(deps, {
    ...{ interviewId: interview._id, fence: interview.fence, user },
  });
  return done.outcome ?? "complete";
}
