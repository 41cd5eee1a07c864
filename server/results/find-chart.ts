import { problem } from "../http/problem.ts";
import { buildChartSpec } from "./build-chart-spec.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { chartSubjects } from "./chart-subjects.ts";
import type { StudyResults } from "./count-results.ts";

export interface ChartView {
  locale: string;
  /** See ChartContext. */
  withholdBelow: number;
}

/** All charts of a study, in the order of its questionnaire. */
export function chartSpecs(results: StudyResults, view: ChartView): ChartSpec[] {
  const context = { ...view, field: results.field, tallies: results.tallies };
  return chartSubjects(results.variables).map((subject) => buildChartSpec(subject, context));
}

/** The chart of one question. @throws Problem "no-such-chart" that names the questions with charts */
export function findChart(results: StudyResults, question: string, view: ChartView): ChartSpec {
  const subjects = chartSubjects(results.variables);
  const subject = subjects.find(({ name }) => name === question);
  if (!subject)
    throw problem("no-such-chart", {
      question: question.slice(0, 80) || "–",
      known: subjects.map(({ name }) => name).join(", "),
    });
  return buildChartSpec(subject, { ...view, field: results.field, tallies: results.tallies });
}
