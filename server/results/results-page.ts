import { minutesText } from "../views/minutes-text.ts";
import { chartConfig } from "./chart-config.ts";
import type { ChartSpec } from "./chart-spec.ts";
import type { StudyResults } from "./count-results.ts";
import { fieldDates } from "./field-line.ts";

interface TableRow {
  label: string;
  base: number;
  cells: { share: string; count: number | null }[];
}

export interface ChartSection {
  name: string;
  title: string;
  question: string;
  notes: string[];
  base: number;
  empty: boolean;
  /** The base is too small for this reader: there is nothing to draw. */
  withheld: boolean;
  smallBase: boolean;
  stacked: boolean;
  /** Heads of the table's columns: the answers of a stacked chart. */
  heads: string[];
  rows: TableRow[];
  /** Height of the drawing in CSS pixels, so that the page does not jump. */
  height: number;
}

/** A chart with the table that says the same in numbers. */
export function chartSection(spec: ChartSpec): ChartSection {
  const percent = new Intl.NumberFormat(spec.locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const rows = spec.categories.map((label, index) => ({
    label,
    base: spec.bases[index] ?? 0,
    cells: spec.series.map(({ percents, counts }) => {
      const value = percents[index];
      return {
        share: typeof value === "number" ? percent.format(value) : "–",
        count: counts[index] ?? null,
      };
    }),
  }));
  return {
    name: spec.name,
    title: spec.title,
    question: spec.question,
    notes: spec.notes,
    base: spec.base,
    empty: spec.base === 0,
    withheld: spec.series.every(({ percents }) => percents.every((percent) => percent === null)),
    smallBase: spec.smallBase && spec.base > 0,
    stacked: spec.form === "stacked",
    heads: spec.series.map(({ label }) => label),
    rows,
    height: spec.form === "histogram" ? 260 : 40 + rows.length * 38 + (spec.form === "stacked" ? 40 : 0),
  };
}

/** What the page's script needs to draw the charts with chart.js. */
export function chartData(specs: readonly ChartSpec[]) {
  return { charts: specs.map((spec) => ({ name: spec.name, title: spec.title, ...chartConfig(spec) })) };
}

/** The numbers of the progress panel. */
export function progressView(results: StudyResults, target: number | null, locale: string) {
  const { interviews } = results.field;
  return {
    interviews,
    target,
    /** Width of the bar, "61.2%". */
    width: target ? `${Math.min(100, (100 * interviews) / target).toFixed(1)}%` : null,
    dates: fieldDates(results.field, locale),
    median: minutesText(results.medianMinutes),
  };
}
