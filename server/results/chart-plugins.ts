import type { Chart, Plugin } from "chart.js";
import { chartFont } from "./chart-fonts.ts";
import { ink, inks, paper, quietInk } from "./chart-palette.ts";
import type { Tone } from "./chart-spec.ts";

/** A line of text with its place; `y` is the baseline in pixels. */
export interface FrameLine {
  text: string;
  size: number;
  weight: 400 | 600;
  quiet: boolean;
  y: number;
}

/** White ground with title, question and notes: a chart that is passed on says by itself what it shows. */
export function framePlugin(lines: FrameLine[], left: number): Plugin<"bar"> {
  return {
    id: "frame",
    beforeDraw({ ctx, width, height }: Chart) {
      ctx.save();
      ctx.fillStyle = paper;
      ctx.fillRect(0, 0, width, height);
      ctx.textAlign = "left";
      ctx.textBaseline = "alphabetic";
      for (const line of lines) {
        ctx.font = `${line.weight} ${line.size}px ${chartFont}`;
        ctx.fillStyle = line.quiet ? quietInk : ink;
        ctx.fillText(line.text, left, line.y);
      }
      ctx.restore();
    },
  };
}

interface LabelledDataset {
  tone: Tone;
  valueLabels: string[];
}

/** The number of each bar: inside a piece of a stacked bar where it fits, otherwise behind the bar. */
export function valueLabelPlugin(form: "bars" | "stacked" | "histogram"): Plugin<"bar"> {
  return {
    id: "valueLabels",
    afterDatasetsDraw(chart: Chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `${form === "stacked" ? 400 : 600} 12px ${chartFont}`;
      chart.data.datasets.forEach((dataset, index) => {
        const { tone, valueLabels } = dataset as unknown as LabelledDataset;
        chart.getDatasetMeta(index).data.forEach((bar, at) => {
          const text = valueLabels[at] ?? "";
          const { x, y, base, width } = bar.getProps(["x", "y", "base", "width"], true) as unknown as {
            x: number;
            y: number;
            base: number;
            width: number;
          };
          ctx.textBaseline = form === "histogram" ? "bottom" : "middle";
          ctx.textAlign = form === "bars" ? "left" : "center";
          ctx.fillStyle = form === "stacked" ? inks[tone] : ink;
          const room = form === "stacked" ? Math.abs(x - base) : form === "histogram" ? width : Infinity;
          if (ctx.measureText(text).width + 4 > room) return;
          if (form === "stacked") ctx.fillText(text, (x + base) / 2, y);
          else if (form === "bars") ctx.fillText(text, x + 6, y);
          else ctx.fillText(text, x, y - 3);
        });
      });
      ctx.restore();
    },
  };
}
