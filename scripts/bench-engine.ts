import { writeFile } from "node:fs/promises";
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
  /** Milliseconds: parse and load a half-answered interview, answer, next step. */
  statelessStep: { min: number; median: number; max: number };
  bytesPerInterview: number;
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
  times.sort((a, b) => a - b);
  const pick = (share: number) =>
    Math.round((times[Math.floor(share * (times.length - 1))] ?? 0) * 1000) / 1000;
  const full = JSON.stringify(answered(compiled, questions));
  return {
    questions,
    statelessStep: { min: pick(0), median: pick(0.5), max: pick(1) },
    bytesPerInterview: full.length,
  };
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
    .description("Measure one stateless step: load a half-answered interview, answer, next step.")
    .option("--questions <n>", "size of the questionnaire", "100")
    .option("--out <file>", "write the measured questionnaire too, for example to autotest it")
    .option("--json", "print one machine-readable result")
    .action(async (options: { questions: string; out?: string; json?: boolean }) => {
      const questions = Math.max(10, Math.floor(Number(options.questions)) || 100);
      if (options.out) await writeFile(options.out, JSON.stringify(benchQuestionnaire(questions), null, 2));
      const result = benchEngine(questions);
      const { min, median, max } = result.statelessStep;
      process.stdout.write(
        options.json
          ? `${JSON.stringify(result)}\n`
          : `${result.questions} questions: step ${median} ms (${min} to ${max}), ${result.bytesPerInterview} bytes an interview\n`,
      );
    });
}
