import { createCanvas, SvgExportFlag } from "@napi-rs/canvas";
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartItem,
  Legend,
  LinearScale,
} from "chart.js";
import { chartConfig } from "./chart-config.ts";
import { chartFont, registerChartFonts } from "./chart-fonts.ts";
import { type ChartLayout, chartLayout } from "./chart-layout.ts";
import { fills, ink, rule } from "./chart-palette.ts";
import { framePlugin, valueLabelPlugin } from "./chart-plugins.ts";
import type { ChartSpec } from "./chart-spec.ts";
import { escapeXml } from "./escape-xml.ts";
import { limitConcurrency } from "./limit-concurrency.ts";
import { recordSvgText } from "./record-svg-text.ts";

export type ChartFormat = "svg" | "png";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend);
Chart.defaults.animation = false;
Chart.defaults.responsive = false;
Chart.defaults.font.family = chartFont;
Chart.defaults.font.size = 13;
Chart.defaults.color = ink;

// A hundred charts at once took 620 MB; two keep both cores of a small machine busy.
const oneOfTwo = limitConcurrency(2);

/**
 * Draws a chart on white, with its title, question and notes.
 * @param spec texts must be plain; they are escaped in SVG
 * @returns an SVG document with real text (UTF-8), or a PNG at twice the size for print
 */
export function renderChart(spec: ChartSpec, format: ChartFormat): Promise<Buffer> {
  return oneOfTwo(async () => {
    registerChartFonts();
    const measuring = createCanvas(1, 1).getContext("2d");
    const layout = chartLayout(spec, (text, font) => {
      measuring.font = font;
      return measuring.measureText(text).width;
    });
    if (format === "svg") {
      const canvas = createCanvas(layout.width, layout.height, SvgExportFlag.NoPrettyXML);
      const texts = recordSvgText(canvas.getContext("2d"));
      const chart = draw(spec, layout, canvas as unknown as ChartItem, 1);
      const shapes = numberClips(canvas.getContent().toString("utf8"));
      chart.destroy();
      return Buffer.from(completeSvg(shapes, texts(), spec));
    }
    const canvas = createCanvas(layout.width, layout.height);
    const chart = draw(spec, layout, canvas as unknown as ChartItem, 2);
    const png = await canvas.encode("png");
    chart.destroy();
    return png;
  });
}

/** The canvas counts clip paths over the whole process; counted in each chart, the same chart is the same file. */
function numberClips(svg: string): string {
  const seen = new Map<string, string>();
  return svg.replace(/\bcl_[0-9a-f]+\b/g, (id) => {
    const known = seen.get(id) ?? `cl_${seen.size + 1}`;
    seen.set(id, known);
    return known;
  });
}

/** Adds the texts, with fonts to fall back on where Inter is missing, and what a screen reader says. */
function completeSvg(shapes: string, texts: string, spec: ChartSpec): string {
  const name = escapeXml(spec.title);
  const description = escapeXml([spec.question, ...spec.notes].join(" "));
  return shapes
    .replace(
      /<svg ([^>]*width="(\d+)" height="(\d+)"[^>]*)>/,
      (_all, attributes, width, height) =>
        `<svg ${attributes} viewBox="0 0 ${width} ${height}" role="img"><title>${name}</title><desc>${description}</desc>`,
    )
    .replace(/<\/svg>\s*$/, () => `<g font-family="Inter, system-ui, sans-serif">${texts}</g></svg>`);
}

/** Draws at once. Destroy the chart after reading the canvas (not before: that wipes it); chart.js keeps the others for ever. */
function draw(spec: ChartSpec, layout: ChartLayout, canvas: ChartItem, ratio: 1 | 2): Chart {
  const config = chartConfig(spec, layout.wrapCategory);
  const percentAxis = {
    stacked: config.stacked,
    min: 0,
    max: config.max,
    display: spec.form === "histogram",
    grid: { color: rule, drawTicks: false },
    border: { display: false },
    ticks: { callback: (value: string | number) => `${value} %`, maxTicksLimit: 6 },
  };
  const categoryAxis = {
    stacked: config.stacked,
    grid: { display: false },
    border: { display: spec.form === "histogram" },
    ticks: { autoSkip: false, maxRotation: 0, padding: 6, crossAlign: "far" as const },
  };
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels: config.data.labels,
      datasets: config.data.datasets.map((dataset) => ({
        ...dataset,
        backgroundColor: fills[dataset.tone],
        maxBarThickness: spec.form === "histogram" ? undefined : 30,
        barPercentage: spec.form === "histogram" ? 0.96 : 0.78,
        categoryPercentage: 1,
      })),
    },
    options: {
      devicePixelRatio: ratio,
      indexAxis: config.indexAxis,
      layout: { padding: layout.padding },
      scales:
        config.indexAxis === "y"
          ? { x: percentAxis, y: categoryAxis }
          : {
              y: percentAxis,
              x: { ...categoryAxis, ticks: { ...categoryAxis.ticks, crossAlign: undefined } },
            },
      plugins: {
        legend: {
          display: config.showLegend,
          position: "top",
          align: "start",
          labels: { boxWidth: 13, boxHeight: 13, padding: 12 },
        },
      },
    },
    plugins: [framePlugin(layout.lines, layout.padding.left), valueLabelPlugin(spec.form)],
  });
}
