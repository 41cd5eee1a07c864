import type { Compiled } from "../engine/index.ts";
import { Coverage } from "./coverage.ts";
import { randomInterview } from "./random-interview.ts";

export interface AutotestReport {
  respondents: number;
  completed: number;
  ends: Record<string, number>;
  failures: { seed: string; respondent: number; message: string }[];
  neverReached: string[];
  /** Times each check was seen firing. */
  checks: Record<string, number>;
  questions: { shortest: number; longest: number };
}

export interface AutotestOptions {
  respondents: number;
  seed: string;
  /** First respondent, to repeat a failure alone. */
  from?: number;
  today?: string;
  progress?: (done: number) => void;
}

/** Sends random respondents through a questionnaire, each with a seed of its own. Stops after 20 failures. */
export function autotest(compiled: Compiled, options: AutotestOptions): AutotestReport {
  const { respondents, seed, from = 1, today = "2026-01-15", progress } = options;
  const coverage = new Coverage(compiled);
  const failures: AutotestReport["failures"] = [];
  let completed = 0;
  for (let respondent = from; respondent < from + respondents && failures.length < 20; respondent++) {
    try {
      const outcome = randomInterview(compiled, `${seed}-${respondent}`, today, coverage);
      if (outcome === "complete") completed++;
    } catch (error) {
      failures.push({ seed, respondent, message: (error as Error).message });
    }
    progress?.(respondent - from + 1);
  }
  const { ends, checks, shortest, longest } = coverage;
  return {
    respondents,
    completed,
    ends,
    failures,
    neverReached: coverage.neverReached(),
    checks,
    questions: { shortest: Number.isFinite(shortest) ? shortest : 0, longest },
  };
}
