import { writeFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Command } from "commander";
import { answerAtRandom } from "../surveys/autotest/answer-at-random.ts";
import {
  applyAct,
  type Compiled,
  compile,
  currentStep,
  type InterviewState,
  type Item,
  isComplete,
  type Questionnaire,
  startInterview,
} from "../surveys/engine/index.ts";
import { randomStream } from "../surveys/engine/random.ts";

export interface EngineResult {
  questions: number;
  /** Milliseconds to compile the definition: once per version and process, not per step. */
  build: Spread;
  /** Milliseconds: parse and load a half-answered interview, answer, next step. */
  statelessStep: Spread;
  /** A complete interview as it is stored. */
  bytesPerInterview: number;
  /** Heap that one half-answered interview holds while it is open, its route included. */
  heapPerLiveInterview: number;
}

interface Spread {
  min: number;
  median: number;
  max: number;
}

/** A questionnaire with the usual mix: filters, checks, grids, random orders, texts with placeholders. */
export function benchQuestionnaire(questions: number): Questionnaire {
  const options = Array.from({ length: 5 }, (_, at) => ({
    code: String(at + 1),
    label: { en: `Answer ${at + 1}` },
  }));
  const items: Item[] = Array.from({ length: questions }, (_, at): Item => {
    const read = { en: `Question *${at}*: how about {city}?` };
    const when = at % 4 === 3 ? { when: `q${at - 3} in ['1', '2', '3'] || q${at - 1} > 3` } : {};
    if (at % 4 === 2) return { type: "number", id: `q${at}`, read, min: 0, max: 100, specials: ["dk"] };
    if (at % 4 === 1)
      return { type: "multiple", id: `q${at}`, read, options, order: "random", specials: ["dk"] };
    return { type: "single", id: `q${at}`, read, options, specials: ["dk", "refused"], ...when };
  });
  items.push({
    type: "check",
    id: "high",
    level: "soft",
    when: "q2 > 99 && q6 > 99",
    questions: ["q2", "q6"],
    message: "High",
  });
  return {
    ...{ formatVersion: 1, id: "bench", title: "Bench", languages: ["en"], items },
    sample: { city: { type: "text" } },
    placeholders: { city: { source: "sample", variable: "city" } },
    specials: { dk: { label: "Don't know" }, refused: { label: "Refused" } },
  };
}

/** What a server without a cache does for one step, `rounds` times. */
export function benchEngine(questions: number, rounds = 300): EngineResult {
  const compiled = compile(benchQuestionnaire(questions));
  const stored = JSON.stringify(answered(compiled, Math.floor(questions / 2)));
  const act = nextAct(compiled, JSON.parse(stored));
  const times: number[] = [];
  for (let round = 0; round < rounds + 50; round++) {
    const begin = performance.now();
    const state = JSON.parse(stored) as InterviewState;
    const next = applyAct(compiled, state, { ...act, seq: state.lastSeq + 1, at: "2026-01-01T10:00:00Z" });
    currentStep(compiled, next.state);
    if (round >= 50) times.push(performance.now() - begin);
  }
  const full = JSON.stringify(answered(compiled, questions));
  return {
    questions,
    build: buildTimes(questions),
    statelessStep: spread(times),
    bytesPerInterview: full.length,
    heapPerLiveInterview: heapPerInterview(compiled, stored),
  };
}

function spread(times: number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const pick = (share: number) =>
    Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 1000) / 1000;
  return { min: pick(0), median: pick(0.5), max: pick(1) };
}

function buildTimes(questions: number): Spread {
  const text = JSON.stringify(benchQuestionnaire(questions));
  const times = Array.from({ length: 40 }, () => {
    const definition = JSON.parse(text) as Questionnaire;
    const begin = performance.now();
    compile(definition);
    return performance.now() - begin;
  });
  return spread(times.slice(10));
}

/** What a thousand open interviews hold, each with its step computed, divided by a thousand. */
function heapPerInterview(compiled: Compiled, stored: string): number {
  const collect = collector();
  const live = 1000;
  collect();
  const before = process.memoryUsage().heapUsed;
  const states = Array.from({ length: live }, () => JSON.parse(stored) as InterviewState);
  for (const state of states) currentStep(compiled, state);
  collect();
  const held = process.memoryUsage().heapUsed - before;
  return Math.round(held / states.length);
}

function nextAct(compiled: Compiled, state: InterviewState) {
  const [act] = answerAtRandom(compiled, state, currentStep(compiled, state), randomStream("bench", "act"));
  if (!act) throw new Error("nothing to answer");
  return act;
}

function answered(compiled: Compiled, answers: number): InterviewState {
  const random = randomStream("bench", "answers");
  let state = startInterview(compiled, {
    seed: "bench",
    language: "en",
    today: "2026-01-01",
    sample: { city: "Northmoor" },
  });
  for (let count = 0; count < answers && !isComplete(compiled, state); count++) {
    for (const act of answerAtRandom(compiled, state, currentStep(compiled, state), random)) {
      state = applyAct(compiled, state, { ...act, seq: state.lastSeq + 1, at: "2026-01-01T10:00:00Z" }).state;
    }
  }
  return state;
}

/** `fieldline bench engine`: figures, no verdict. */
export function benchEngineCommand(): Command {
  return new Command("engine")
    .description(
      "measure the engine with 100 and 500 questions: compile, then load a half-answered interview, answer, next step; memory",
    )
    .option("--questions <n...>", "sizes of the questionnaire", ["100", "500"])
    .option("--out <file>", "write the first of these questionnaires too, for example to autotest it")
    .option("--json", "print one machine-readable result")
    .action(async (options: { questions: string[]; out?: string; json?: boolean }) => {
      const sizes = options.questions.map((size) => Math.max(10, Math.floor(Number(size)) || 100));
      if (options.out)
        await writeFile(options.out, JSON.stringify(benchQuestionnaire(sizes[0] ?? 100), null, 2));
      const results = sizes.map((size) => benchEngine(size));
      process.stdout.write(options.json ? `${JSON.stringify({ results })}\n` : results.map(inWords).join(""));
    });
}

/** The garbage collector, for the figure of memory; as if node had been started with --expose-gc. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

function inWords(result: EngineResult): string {
  const { questions, build, statelessStep: step, bytesPerInterview, heapPerLiveInterview } = result;
  return [
    `${questions} questions`,
    `  compile, once per version: ${build.median} ms (${build.min} to ${build.max})`,
    `  load ${Math.floor(questions / 2)} answers, answer, next step: ${step.median} ms (${step.min} to ${step.max})`,
    `  a live interview: ${heapPerLiveInterview} bytes in memory, ${bytesPerInterview} bytes stored when complete`,
    "",
  ].join("\n");
}
