import type { DayBar } from "./field-figures.ts";

export interface BarChart {
  bars: {
    x: string;
    width: string;
    y: number;
    height: number;
    middle: string;
    label: string;
    count: number;
    countY: number;
    today: boolean;
  }[];
  grid: { y: number; label: number }[];
  max: number;
}

/** Plot height in px; the labels of the days stand below, those of the bars need room above. */
const bottom = 120;
const top = 24;

/** A round step that gives two to four lines: 1, 2, 5 times a power of ten. */
function step(max: number): number {
  const rough = max / 3;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power;
}

const percent = (share: number) => `${Math.round(share * 10000) / 100}%`;

/** Bars for the days as SVG attributes: widths in per cent of the chart, heights in px. */
export function barChart(days: DayBar[]): BarChart {
  const max = Math.max(1, ...days.map(({ count }) => count));
  const scale = (count: number) => (count / max) * (bottom - top);
  const slot = 1 / days.length;
  const every = step(max);
  return {
    max,
    bars: days.map(({ label, count, today }, index) => ({
      x: percent(slot * (index + 0.2)),
      width: percent(slot * 0.6),
      middle: percent(slot * (index + 0.5)),
      y: bottom - scale(count),
      height: scale(count),
      countY: bottom - scale(count) - 4,
      label,
      count,
      today,
    })),
    grid: Array.from({ length: Math.floor(max / every) }, (_, index) => ({
      y: bottom - scale((index + 1) * every),
      label: (index + 1) * every,
    })),
  };
}
