import { createCanvas, loadImage } from "@napi-rs/canvas";
import { expect } from "chai";
import type { ChartSpec } from "../../../server/results/chart-spec.ts";
import { renderChart } from "../../../server/results/render-chart.ts";

const spec: ChartSpec = {
  name: "vote",
  form: "bars",
  locale: "de",
  title: "Wahlabsicht in Łódź & <Umgebung>",
  question: "Welche Partei würden Sie wählen?",
  notes: ["Basis: alle Befragten, n = 412", "Feld 9. bis 19. November 2026, Zwischenstand"],
  categories: ["Grüne", "Mitte", "Weiß nicht"],
  bases: [412, 412, 412],
  series: [{ label: "%", tone: "bar", percents: [41.2, 30, 28.8], counts: [170, 124, 118] }],
  base: 412,
  smallBase: false,
};
const stacked: ChartSpec = {
  ...spec,
  form: "stacked",
  series: [
    { label: "Sehr groß", tone: "1", percents: [60, 50, 0], counts: [6, 5, 0] },
    { label: "Gering", tone: "5", percents: [40, 50, 100], counts: [4, 5, 10] },
  ],
};

/** The strings of the SVG's text elements, as a reader sees them. */
function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
  );
}

async function pixels(png: Buffer) {
  const image = await loadImage(png);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    data: context.getImageData(0, 0, image.width, image.height).data,
  };
}

/** Pixels darker than mid grey in a horizontal band, as a part of the band. */
function ink(image: { width: number; data: Uint8ClampedArray }, from: number, to: number): number {
  let dark = 0;
  for (let at = from * image.width; at < to * image.width; at++)
    if ((image.data[at * 4 + 1] ?? 255) < 128) dark++;
  return dark / ((to - from) * image.width);
}

describe("a chart as a file", () => {
  it("says in its own text what it shows: title, question, base, field dates, answers, values", async () => {
    const svg = (await renderChart(spec, "svg")).toString("utf8");
    const found = texts(svg);
    for (const text of [spec.title, spec.question, ...spec.notes, ...spec.categories])
      expect(found).to.include(text);
    expect(found).to.include.members(["41\u00a0%", "30\u00a0%", "29\u00a0%"]);
    expect(svg)
      .to.match(/^<\?xml/)
      .and.include("<title>Wahlabsicht in Łódź &amp; &lt;Umgebung&gt;</title>");
  });

  it("names the answers of a stacked chart in readable ink", async () => {
    const svg = (await renderChart(stacked, "svg")).toString("utf8");
    expect(svg).to.match(/fill="#1c2023">Sehr groß</);
    expect(texts(svg)).to.include.members(["Gering", "60", "50", "100"]);
  });

  it("draws bars as long as their values", async () => {
    const svg = (await renderChart(spec, "svg")).toString("utf8");
    const bars = [...svg.matchAll(/<path fill="#0D5875"[^>]* d="([^"]*)"/gi)].map(([, d = ""]) => {
      const xs = [...d.matchAll(/[ML]?\s*(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x]) => Number(x));
      return Math.max(...xs) - Math.min(...xs);
    });
    const rects = [...svg.matchAll(/<rect fill="#0D5875"[^>]*width="([\d.]+)"/gi)].map(([, width]) =>
      Number(width),
    );
    const [first = 0, second = 0] = bars.length > 0 ? bars : rects;
    expect(first / second).to.be.closeTo(41.2 / 30, 0.02);
  });

  it("gives a PNG with white corners, written text and filled bars, at twice the size", async () => {
    const image = await pixels(await renderChart(spec, "png"));
    expect(image.width).to.equal(1600);
    expect([...image.data.slice(0, 4)]).to.deep.equal([255, 255, 255, 255]);
    expect(ink(image, 0, 100), "title and question").to.be.greaterThan(0.01);
    expect(ink(image, 140, image.height - 110), "bars").to.be.greaterThan(0.1);
    expect(ink(image, image.height - 90, image.height), "notes").to.be.greaterThan(0.005);
  });

  it("draws many at once, each complete", async () => {
    const files = await Promise.all(Array.from({ length: 12 }, () => renderChart(spec, "png")));
    for (const file of files) expect(file.equals(files[0] as Buffer)).to.equal(true);
  });

  it("draws an empty chart instead of failing when nobody has answered yet", async () => {
    const empty: ChartSpec = {
      ...spec,
      series: [{ label: "%", tone: "bar", percents: [null, null, null], counts: [0, 0, 0] }],
    };
    expect(texts((await renderChart(empty, "svg")).toString("utf8"))).to.include("Grüne");
  });
});
