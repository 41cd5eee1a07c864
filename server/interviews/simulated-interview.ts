import { answerAtRandom } from "../../surveys/autotest/answer-at-random.ts";
import {
  applyAct,
  type Compiled,
  currentStep,
  isComplete,
  type TypedAct,
} from "../../surveys/engine/index.ts";
import type { Act, InterviewState } from "../../surveys/engine/interview-state.ts";
import type { Step } from "../../surveys/engine/step.ts";
import { openAnswer } from "../telephony/open-answers.ts";
import type { Persona } from "../telephony/persona.ts";
import { screenTime, simulatedAnswer } from "../telephony/simulated-respondent.ts";

export interface SimulatedActs {
  acts: Act[];
  /** How long they took, in seconds. */
  seconds: number;
  /** "end": the route is at its end; "server": a quota is to be decided; "broken-off": the respondent hung up. */
  stopped: "end" | "server" | "broken-off";
}

/** More acts than any interview needs: a questionnaire that never ends is a fault to be seen. */
const mostActs = 2000;

/** The acts by which an interviewer records what this person says to a step. */
function actsFor(
  compiled: Compiled,
  state: InterviewState,
  step: Step,
  person: Persona,
  random: () => number,
): TypedAct[] {
  const said = step.kind === "question" ? simulatedAnswer(person, step, random) : null;
  if (!said) return answerAtRandom(compiled, state, step, random);
  const acts: TypedAct[] = [{ kind: said.kind, key: step.key, value: said.value }];
  if (said.kind === "special") return acts;
  const chosen = Array.isArray(said.value) ? said.value : [String(said.value)];
  for (const option of step.options) {
    if (!option.other || !chosen.includes(option.code)) continue;
    const text = openAnswer(option.other.key.split("@")[0] ?? "", person.language, random);
    acts.push({ kind: "answer", key: option.other.key, value: text ?? "–" });
  }
  return acts;
}

/**
 * Goes on with an interview as an interviewer and a respondent would, from its current step to its end, to a
 * quota, or until the respondent hangs up. Runs the engine as the browser does; the server then takes the acts.
 * @param startedAt instant of the first step
 */
export function simulateInterview(
  compiled: Compiled,
  from: InterviewState,
  person: Persona,
  random: () => number,
  startedAt: Date,
): SimulatedActs {
  let state = from;
  let milliseconds = 0;
  const acts: Act[] = [];
  // A few people are called away in the middle of it.
  const leavesAfter = random() < 0.015 ? 6 + Math.floor(random() * 20) : Number.POSITIVE_INFINITY;
  const result = (stopped: SimulatedActs["stopped"]) => ({ acts, seconds: milliseconds / 1000, stopped });
  while (acts.length < mostActs) {
    if (isComplete(compiled, state)) return result("end");
    const step = currentStep(compiled, state);
    if (step.kind === "awaitServer") return result("server");
    if (step.kind === "end") return result("end");
    if (acts.length >= leavesAfter) return result("broken-off");
    const shown = screenTime(step, person, random);
    milliseconds += shown;
    for (const typed of actsFor(compiled, state, step, person, random)) {
      const act: Act = {
        ...typed,
        seq: state.lastSeq + 1,
        at: new Date(startedAt.getTime() + milliseconds).toISOString(),
        screenMs: typed.key === step.key ? shown : 0,
      };
      acts.push(act);
      state = applyAct(compiled, state, act).state;
    }
  }
  throw new Error(
    `the interview did not end after ${mostActs} acts; it stands at ${currentStep(compiled, state).key}`,
  );
}
