import type { Chart, Plugin } from "chart.js";

/** What the page's data say about a dataset beyond chart.js. */
export interface LabelledDataset {
  tone: string;
  valueLabels: string[];
}

/** The number of each bar: inside a piece of a stacked bar where it fits, otherwise behind or above the bar. */
export function valueLabels(
  form: "stacked" | "across" | "up",
  inkOf: (tone: string) => string,
  outside: string,
): Plugin<"bar"> {
  return {
    id: "valueLabels",
    afterDatasetsDraw(chart: Chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.textBaseline = form === "up" ? "bottom" : "middle";
      ctx.textAlign = form === "across" ? "left" : "center";
      chart.data.datasets.forEach((dataset, index) => {
        const { tone, valueLabels: labels } = dataset as unknown as LabelledDataset;
        ctx.fillStyle = form === "stacked" ? inkOf(tone) : outside;
        chart.getDatasetMeta(index).data.forEach((bar, at) => {
          const label = labels[at] ?? "";
          const shape = bar.getProps(["x", "y", "base", "width"], true) as unknown as {
            x: number;
            y: number;
            base: number;
            width: number;
          };
          const rooms = { stacked: Math.abs(shape.x - shape.base), up: shape.width, across: Infinity };
          if (ctx.measureText(label).width + 4 > rooms[form]) return;
          if (form === "stacked") ctx.fillText(label, (shape.x + shape.base) / 2, shape.y);
          else if (form === "across") ctx.fillText(label, shape.x + 6, shape.y);
          else ctx.fillText(label, shape.x, shape.y - 3);
        });
      });
      ctx.restore();
    },
  };
}
