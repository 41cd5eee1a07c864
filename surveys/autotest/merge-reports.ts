import type { AutotestReport } from "./autotest.ts";

/** What several runs over different respondents found, as one report; failures by respondent, at most 20. */
export function mergeReports(reports: readonly AutotestReport[]): AutotestReport {
  const [first, ...others] = reports;
  if (!first) throw new TypeError("there is no report to merge");
  const merged = others.reduce(mergeTwo, first);
  const failures = merged.failures.toSorted((a, b) => a.respondent - b.respondent).slice(0, 20);
  return { ...merged, failures };
}

function mergeTwo(a: AutotestReport, b: AutotestReport): AutotestReport {
  const missedByB = new Set(b.neverReached);
  return {
    respondents: a.respondents + b.respondents,
    completed: a.completed + b.completed,
    ends: sum(a.ends, b.ends),
    failures: [...a.failures, ...b.failures],
    neverReached: a.neverReached.filter((pointer) => missedByB.has(pointer)),
    checks: sum(a.checks, b.checks),
    questions: {
      shortest: Math.min(a.questions.shortest, b.questions.shortest),
      longest: Math.max(a.questions.longest, b.questions.longest),
    },
  };
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const total = { ...a };
  for (const [name, count] of Object.entries(b)) total[name] = (total[name] ?? 0) + count;
  return total;
}
