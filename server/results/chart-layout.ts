import { chartFont } from "./chart-fonts.ts";
import type { FrameLine } from "./chart-plugins.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { wrapText } from "./wrap-text.ts";

export interface ChartLayout {
  width: number;
  height: number;
  padding: { top: number; right: number; bottom: number; left: number };
  lines: FrameLine[];
  wrapCategory: (label: string) => string[];
}

const width = 800;
const side = 24;
/** Lines end early: an SVG opened where Inter is missing shows its words in a face that runs wider. */
const slack = 0.86;
const histogramHeight = 260;

/** Where everything stands, in pixels; the chart grows with its rows and with the length of its texts. */
export function chartLayout(spec: ChartSpec, measure: (text: string, font: string) => number): ChartLayout {
  const wrap = (text: string, size: number, weight: 400 | 600, room: number) =>
    wrapText(text, room, (part) => measure(part, `${weight} ${size}px ${chartFont}`));
  const wrapCategory = (label: string) => wrap(label, 13, 400, spec.form === "histogram" ? 90 : 230);
  const lines: FrameLine[] = [];
  let y = 12;
  const put = (text: string, size: number, weight: 400 | 600, quiet: boolean) => {
    for (const part of wrap(text, size, weight, (width - 2 * side) * slack)) {
      y += size * 1.35;
      lines.push({ text: part, size, weight, quiet, y });
    }
  };
  put(spec.title, 18, 600, false);
  y += 2;
  put(spec.question, 14, 400, false);
  const top = y + (spec.form === "histogram" ? 30 : 16);
  const rows = Math.max(1, spec.categories.length);
  const tallest = Math.max(1, ...spec.categories.map((label) => wrapCategory(label).length));
  const legend =
    spec.form === "stacked" ? 32 + 22 * Math.floor(legendWidth(spec, measure) / (width - 60)) : 0;
  const plot = spec.form === "histogram" ? histogramHeight : rows * Math.max(32, tallest * 17 + 12);
  y = top + legend + plot + (spec.form === "histogram" ? 18 * tallest : 12);
  const bottomStart = y;
  for (const note of spec.notes) put(note, 12, 400, true);
  const height = Math.ceil(y + 16);
  return {
    width,
    height,
    padding: { top, right: side, bottom: height - bottomStart, left: side },
    lines,
    wrapCategory,
  };
}

function legendWidth(spec: ChartSpec, measure: (text: string, font: string) => number): number {
  return spec.series.reduce((sum, { label }) => sum + 46 + measure(label, `400 13px ${chartFont}`), 0);
}
