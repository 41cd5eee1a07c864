import { expect } from "chai";
import fc from "fast-check";
import { histogramBins, numberSummary } from "../../../server/results/number-summary.ts";

const counts = (values: number[]) => {
  const map = new Map<number, number>();
  for (const value of values) map.set(value, (map.get(value) ?? 0) + 1);
  return map;
};

describe("numbers in short", () => {
  it("have mean, median and standard deviation", () => {
    const summary = numberSummary(counts([2, 4, 4, 4, 5, 5, 7, 9]));
    expect(summary).to.include({ n: 8, mean: 5, median: 4.5, min: 2, max: 9 });
    expect(summary?.deviation).to.be.closeTo(2.13809, 1e-5);
  });
  it("have no deviation with one value and nothing without any", () => {
    expect(numberSummary(counts([3]))?.deviation).to.equal(null);
    expect(numberSummary(counts([]))).to.equal(null);
  });
  it("fall into bins that hold each of them exactly once", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 100000 }), { minLength: 1 }), (values) => {
        const bins = histogramBins(counts(values));
        expect(bins.length).to.be.at.most(13);
        for (const { from, to, count } of bins)
          expect(count).to.equal(values.filter((value) => value >= from && value <= to).length);
      }),
    );
  });
  it("keep one bin for one value", () => {
    expect(histogramBins(counts([4, 4]))).to.deep.equal([{ from: 4, to: 4, count: 2 }]);
  });
});
