import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from "chart.js";
import { type LabelledDataset, valueLabels } from "./chart-value-labels.ts";

/** One chart as `/results/:id/charts.json` gives it. */
interface ChartData {
  name: string;
  title: string;
  data: {
    labels: (string | string[])[];
    datasets: (LabelledDataset & { label: string; data: (number | null)[] })[];
  };
  stacked: boolean;
  indexAxis: "x" | "y";
  max: number;
  showLegend: boolean;
}

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;

const drawn = new Map<HTMLCanvasElement, { chart: Chart; data: ChartData }>();

/** A colour of the style sheet as the browser works it out now, light or dark. */
function colour(name: string): string {
  const probe = document.createElement("span");
  probe.style.setProperty("color", `var(${name})`);
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

const fillOf = (tone: string) => colour(tone === "bar" ? "--accent" : `--chart-${tone}`);
const inkOf = (tone: string) => colour(tone === "0" ? "--ink" : `--on-chart-${tone}`);

/** Long names break into lines of about this many letters. */
function lines(label: string | string[], narrow: boolean): string[] {
  const most = narrow ? 16 : 34;
  const made: string[] = [];
  for (const word of [label].flat().join(" ").split(" ")) {
    const last = made.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  return made;
}

const isNarrow = (canvas: HTMLCanvasElement) => (canvas.parentElement?.clientWidth ?? 0) < 480;

/** Room for every bar beside the longest of the names. */
function heightOf(data: ChartData, narrow: boolean): number {
  const { labels, datasets } = data.data;
  if (data.indexAxis === "x") return 260;
  const tallest = Math.max(1, ...labels.map((label) => lines(label, narrow).length));
  const legend = data.showLegend ? 30 * Math.ceil(datasets.length / (narrow ? 2 : 6)) : 0;
  return labels.length * Math.max(36, tallest * 16 + 8) + legend + 10;
}

function draw(canvas: HTMLCanvasElement, data: ChartData): Chart {
  const narrow = isNarrow(canvas);
  const ink = colour("--ink");
  const rule = colour("--rule");
  Chart.defaults.color = ink;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  const upright = data.indexAxis === "x";
  const percents = {
    stacked: data.stacked,
    min: 0,
    max: data.max,
    display: upright,
    grid: { color: rule, drawTicks: false },
    border: { display: false },
    ticks: { callback: (value: string | number) => `${value} %`, maxTicksLimit: 6 },
  };
  const names = {
    stacked: data.stacked,
    grid: { display: false },
    border: { display: upright },
    ticks: { autoSkip: upright, maxRotation: 0, ...(upright ? {} : { crossAlign: "far" as const }) },
  };
  return new Chart(canvas, {
    type: "bar",
    data: {
      labels: data.data.labels.map((label) => lines(label, narrow)),
      datasets: data.data.datasets.map((dataset) => ({
        ...dataset,
        backgroundColor: fillOf(dataset.tone),
        borderColor: colour("--paper"),
        borderWidth: data.stacked ? { right: 1 } : 0,
        borderSkipped: false,
        barPercentage: upright ? 0.96 : 0.78,
        categoryPercentage: 1,
        maxBarThickness: upright ? 200 : 28,
      })),
    },
    options: {
      indexAxis: data.indexAxis,
      scales: upright ? { y: percents, x: names } : { x: percents, y: names },
      plugins: {
        legend: {
          display: data.showLegend,
          position: "top",
          align: "start",
          labels: { boxWidth: 13, boxHeight: 13 },
        },
        tooltip: {
          callbacks: {
            label: ({ dataset, dataIndex }) => {
              const { valueLabels: labels } = dataset as unknown as LabelledDataset;
              const value = labels[dataIndex] ?? "";
              return data.stacked ? `${dataset.label}: ${value} %` : value;
            },
          },
        },
      },
    },
    plugins: [valueLabels(data.stacked ? "stacked" : upright ? "up" : "across", inkOf, ink)],
  });
}

/** Puts a canvas in the place of the server's picture; the picture's words stay its name. */
function replace(picture: HTMLImageElement, data: ChartData): void {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", picture.alt);
  const box = document.createElement("div");
  box.className = "chart-canvas";
  box.append(canvas);
  picture.replaceWith(box);
  box.style.setProperty("height", `${heightOf(data, isNarrow(canvas))}px`);
  drawn.set(canvas, { chart: draw(canvas, data), data });
}

/** The pictures stay when the data cannot be had: the page loses nothing but the colours of the theme. */
async function drawCharts(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-charts]")?.dataset.charts;
  const pictures = document.querySelectorAll<HTMLImageElement>("img[data-chart]");
  if (!address || pictures.length === 0) return;
  const response = await fetch(address, { headers: { accept: "application/json" } });
  if (!response.ok) return;
  const { charts } = (await response.json()) as { charts: ChartData[] };
  // Measuring texts before the font is there would cut labels.
  await document.fonts.ready;
  for (const picture of pictures) {
    const data = charts.find(({ name }) => name === picture.dataset.chart);
    if (data) replace(picture, data);
  }
  document.documentElement.dataset.chartsDrawn = String(drawn.size);
}

function redraw(): void {
  for (const [canvas, { chart, data }] of drawn) {
    chart.destroy();
    drawn.set(canvas, { chart: draw(canvas, data), data });
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
drawCharts().catch(() => undefined);
