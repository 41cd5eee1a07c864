/** One random respondent with the accidents of real interviews: mis-keys, Back, changes, resumes. */
import {
  type Act,
  applyAct,
  type Compiled,
  currentStep,
  decideQuota,
  type InterviewState,
  isComplete,
  type Scalar,
  type Step,
  startInterview,
  stepAfter,
  stepBefore,
  type TypedAct,
} from "../engine/index.ts";
import { type Random, randomIndex, randomStream } from "../engine/random.ts";
import { routeOf } from "../engine/route.ts";
import { answerAtRandom } from "./answer-at-random.ts";
import type { Coverage } from "./coverage.ts";
import { expectReplay, expectRowIsRoute, expectSame, InvariantError } from "./invariants.ts";

interface Run {
  compiled: Compiled;
  state: InterviewState;
  start: InterviewState;
  log: (Act | { quota: string; result: "open" | "full" })[];
  random: Random;
}

/** Throws if the interview does not end, an act of the robot is refused, or an invariant breaks. */
export function randomInterview(compiled: Compiled, seed: string, today: string, coverage: Coverage): string {
  const random = randomStream(seed, "respondent");
  const { languages } = compiled.definition;
  const language = languages[randomIndex(random, languages.length)] ?? "en";
  const start = startInterview(compiled, { seed, language, today, sample: randomSample(compiled, random) });
  const run: Run = { compiled, state: start, start, log: [], random };
  const stuck = new Map<string, number>();
  const fired = new Set<string>();
  for (let round = 0; ; round++) {
    const outcome = isComplete(compiled, run.state)?.outcome;
    if (outcome) {
      coverage.noteChecks(fired);
      finish(run, coverage, outcome);
      return outcome;
    }
    const step = currentStep(compiled, run.state);
    const visits = (stuck.get(step.key) ?? 0) + 1;
    stuck.set(step.key, visits);
    if (visits > 200 || round > 20_000)
      throw new InvariantError(`the interview does not get past ${step.key}`);
    if (step.kind === "check") fired.add(step.itemId);
    if (round % 8 === 0) coverage.note(routeOf(compiled, run.state));
    takeStep(run, step);
  }
}

function finish(run: Run, coverage: Coverage, outcome: string): void {
  const { compiled } = run;
  coverage.finish(routeOf(compiled, run.state), outcome);
  const faults = routeOf(compiled, run.state).faults;
  if (faults.length > 0) throw new InvariantError(`a condition fails: ${faults[0]}`);
  expectRowIsRoute(compiled, run.state);
  expectReplay(compiled, run.start, run.log, run.state);
}

function takeStep(run: Run, step: Step): void {
  const { compiled, random } = run;
  if (step.kind === "awaitServer") {
    const result = random() < 0.9 ? "open" : "full";
    run.log.push({ quota: step.key, result });
    run.state = decideQuota(compiled, run.state, step.key, result);
    return;
  }
  const accident = random();
  if (accident < 0.02) misKey(run, step);
  else if (accident < 0.04) goBackAndForward(run, step);
  else if (accident < 0.05) changeEarlier(run);
  else if (accident < 0.07) resume(run, step);
  const now = accident < 0.07 ? currentStep(compiled, run.state) : step;
  if (now.kind === "awaitServer") return;
  const acts = answerAtRandom(compiled, run.state, now, random);
  if (acts.length === 0 && now.kind !== "end") throw new InvariantError(`there is no way on from ${now.key}`);
  for (const act of acts) send(run, act);
}

function send(run: Run, typed: TypedAct): void {
  const act: Act = { ...typed, seq: run.state.lastSeq + 1, at: "2026-01-01T12:00:00Z" };
  run.log.push(act);
  const { state, rejections } = applyAct(run.compiled, run.state, act);
  run.state = state;
  const [first] = rejections;
  if (first)
    throw new InvariantError(
      `${act.kind} ${JSON.stringify(act.value)} at ${act.key} was refused: ${first.code}`,
    );
}

/** Something no question can hold: refused, nothing changes. */
function misKey(run: Run, step: Step): void {
  const act: Act = {
    seq: run.state.lastSeq + 1,
    kind: "answer",
    key: step.key,
    value: ["no such code", ""],
    at: "",
  };
  run.log.push(act);
  const before = run.state;
  const { state, rejections } = applyAct(run.compiled, before, act);
  if (rejections.length === 0 && step.kind !== "roster" && step.kind !== "select") {
    throw new InvariantError(`${step.key} took an impossible answer`);
  }
  if (rejections.length > 0) expectSame("answers after a mis-key", before.answers, state.answers);
  run.state = state;
}

function goBackAndForward(run: Run, step: Step): void {
  const before = stepBefore(run.compiled, run.state, step.key);
  if (before === null) return;
  const earlier = currentStep(run.compiled, run.state, before);
  expectSame("the step reached by Back", before, earlier.key);
  expectSame("the step after Back and forward", step.key, stepAfter(run.compiled, run.state, before));
  if (!earlier.answer || earlier.kind !== "question") return;
  const same: TypedAct =
    "v" in earlier.answer
      ? { kind: "answer", key: before, value: earlier.answer.v }
      : { kind: "special", key: before, value: earlier.answer.s };
  const answers = run.state.answers;
  send(run, same);
  expectSame(
    "answers after an unchanged answer",
    { ...answers, [before]: earlier.answer },
    run.state.answers,
  );
  expectSame("the step after an unchanged answer", step.key, currentStep(run.compiled, run.state).key);
}

function changeEarlier(run: Run): void {
  const answered = routeOf(run.compiled, run.state).entries.filter(
    (entry) => entry.kind === "question" && entry.done,
  );
  const entry = answered[randomIndex(run.random, Math.max(1, answered.length))];
  if (!entry) return;
  const step = currentStep(run.compiled, run.state, entry.key);
  for (const act of answerAtRandom(run.compiled, run.state, step, run.random)) send(run, act);
}

/** What a resume does: the state comes back from the database. The step must be the same. */
function resume(run: Run, step: Step): void {
  const stored = JSON.parse(JSON.stringify(run.state)) as InterviewState;
  expectSame("the step after a resume", step, currentStep(run.compiled, stored));
  run.state = stored;
}

function randomSample(compiled: Compiled, random: Random): Record<string, Scalar> {
  const sample: Record<string, Scalar> = {};
  for (const [name, variable] of Object.entries(compiled.definition.sample ?? {})) {
    if (random() < 0.05) continue;
    if (variable.type === "single") {
      const option = variable.options[randomIndex(random, variable.options.length)];
      if (option) sample[name] = typeof option === "string" ? option : option.code;
    } else if (variable.type === "boolean") sample[name] = random() < 0.5;
    else if (variable.type === "number") sample[name] = randomIndex(random, 100);
    else sample[name] = variable.type === "date" ? "2026-03-01" : "text";
  }
  return sample;
}
