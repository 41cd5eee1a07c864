/** bars: one bar per answer; stacked: one bar per row, cut into answers; histogram: columns of a number. */
export type ChartForm = "bars" | "stacked" | "histogram";

/**
 * Colour by meaning: "bar" for plain bars, "1" to "5" from agreement to disagreement, "s1" to "s5" from low to
 * high (nobody can tell which end of a numeric scale is the good one), "0" for no answer.
 * The page takes the colours from the style sheet, the files from `chart-palette.ts`.
 */
export type Tone = "bar" | "0" | `${"" | "s"}${1 | 2 | 3 | 4 | 5}`;

export interface ChartSeries {
  label: string;
  tone: Tone;
  /** Percent of the base, 0 to 100, one per category; null where the base is too small to show, or none. */
  percents: (number | null)[];
  /** null like the percent. */
  counts: (number | null)[];
}

/** Everything a chart says, in one language, ready to draw; also the source of the table below it. */
export interface ChartSpec {
  /** Name of the variable, or of the grid, in addresses. */
  name: string;
  form: ChartForm;
  locale: string;
  title: string;
  /** The question as it is read aloud; empty when it is the title already. */
  question: string;
  /** Base, field dates, interim or final, small base: drawn below the chart, one line each. */
  notes: string[];
  categories: string[];
  /** Interviews behind each category; all the same except in grids. */
  bases: number[];
  series: ChartSeries[];
  /** Interviews in which the question was asked and answered or refused; the 100 %. */
  base: number;
  smallBase: boolean;
}
