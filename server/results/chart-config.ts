import type { ChartSpec, Tone } from "./chart-spec.ts";

export interface ChartDataset {
  label: string;
  data: (number | null)[];
  /** Colour by meaning; whoever draws puts in the colour itself. */
  tone: Tone;
  /** What stands in or behind each bar. */
  valueLabels: string[];
}

/** A chart.js bar chart as plain data, so that the server draws it and the page gets it as JSON. */
export interface ChartConfig {
  type: "bar";
  data: { labels: (string | string[])[]; datasets: ChartDataset[] };
  stacked: boolean;
  indexAxis: "x" | "y";
  /** Upper end of the percent axis. */
  max: number;
  showLegend: boolean;
}

/** Round end of the axis with room for the label behind the longest bar. */
function axisEnd(spec: ChartSpec): number {
  if (spec.form === "stacked") return 100;
  const longest = Math.max(0, ...spec.series.flatMap((series) => series.percents.map((p) => p ?? 0)));
  return Math.min(110, Math.max(10, Math.ceil((longest * 1.15) / 10) * 10));
}

/** Turns what a chart says into what chart.js needs; `wrap` breaks category names into lines. */
export function chartConfig(spec: ChartSpec, wrap: (label: string) => string[] = (l) => [l]): ChartConfig {
  const whole = new Intl.NumberFormat(spec.locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(spec.locale, { style: "percent", maximumFractionDigits: 0 });
  const labelOf = (value: number | null) => {
    if (value === null) return "–";
    return spec.form === "stacked" ? whole.format(value) : percent.format(value / 100);
  };
  return {
    type: "bar",
    data: {
      labels: spec.categories.map((category) => wrap(category)),
      datasets: spec.series.map(({ label, tone, percents }) => ({
        label,
        tone,
        data: percents,
        valueLabels: percents.map(labelOf),
      })),
    },
    stacked: spec.form === "stacked",
    indexAxis: spec.form === "histogram" ? "x" : "y",
    max: axisEnd(spec),
    showLegend: spec.form === "stacked",
  };
}
