import { expect } from "chai";
import { barChart } from "../../../server/monitoring/bar-chart.ts";

const days = (counts: number[]) =>
  counts.map((count, index) => ({
    day: `2026-11-${10 + index}`,
    label: String(10 + index),
    count,
    today: index === counts.length - 1,
  }));

describe("the bars of completes per day", () => {
  it("stand on one line, the highest as high as the plot, the others in proportion", () => {
    const { bars } = barChart(days([0, 37, 74]));
    expect(bars.map(({ height }) => height)).to.deep.equal([0, 48, 96]);
    for (const { y, height } of bars) expect(y + height).to.equal(120);
    expect(bars.map(({ today }) => today)).to.deep.equal([false, false, true]);
  });

  it("have grid lines at round numbers, never above the highest bar", () => {
    expect(barChart(days([74])).grid.map(({ label }) => label)).to.deep.equal([50]);
    expect(barChart(days([6])).grid.map(({ label }) => label)).to.deep.equal([2, 4, 6]);
    expect(barChart(days([0])).grid.length).to.be.at.most(1);
  });
});
