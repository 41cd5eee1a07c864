import { expect } from "chai";
import { expectedFinish } from "../../../server/monitoring/expected-finish.ts";

const sample = { completes: 60, cases: 1000, final: 300 };

describe("when a study will be done", () => {
  it("is plain division at an even pace, without a range", () => {
    expect(expectedFinish({ ...sample, perDay: [0, 0, 10, 10, 10, 10, 3], toGo: 45 })).to.deep.equal({
      days: 5,
      earliest: 5,
      latest: 5,
      sampleBrings: null,
    });
  });

  it("has a range that holds the usual pace and grows with uneven days", () => {
    const even = expectedFinish({ ...sample, perDay: [9, 11, 10, 9, 11, 10, 0], toGo: 100 });
    const uneven = expectedFinish({ ...sample, perDay: [2, 18, 10, 1, 19, 10, 0], toGo: 100 });
    expect(even?.days).to.equal(10);
    expect(even?.earliest).to.be.at.most(10);
    expect(even?.latest).to.be.at.least(10);
    const width = (one: typeof even) => (one?.latest ?? 0) - (one?.earliest ?? 0);
    expect(width(uneven)).to.be.greaterThan(width(even));
  });

  it("has no end at the slow end when the pace may be nothing", () => {
    expect(expectedFinish({ ...sample, perDay: [1, 0, 0, 8, 0, 0], toGo: 500 })?.latest).to.equal(null);
  });

  it("says nothing before three whole days, nor when nothing is to go", () => {
    expect(expectedFinish({ ...sample, perDay: [0, 0, 5, 5, 9], toGo: 50 })).to.equal(null);
    expect(expectedFinish({ ...sample, perDay: [5, 5, 5, 5], toGo: 0 })).to.equal(null);
    expect(expectedFinish({ ...sample, perDay: [0, 0, 0, 0, 0], toGo: 5 })).to.equal(null);
  });

  it("warns when the rest of the sample brings too few at its yield so far", () => {
    const pace = { perDay: [10, 10, 10, 10], toGo: 45, completes: 40, cases: 300, final: 200 };
    expect(expectedFinish(pace)?.sampleBrings).to.equal(20);
  });
});
