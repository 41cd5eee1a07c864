import { expect } from "chai";
import { expectedFinish } from "../../../server/monitoring/expected-finish.ts";

/** A Monday: the whole days before it end with a weekend. */
const sample = { completes: 60, cases: 1000, final: 300, weekday: 1 };

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
    expect(even?.days).to.be.within(even?.earliest ?? 0, even?.latest ?? 0);
    const width = (one: typeof even) => (one?.latest ?? 0) - (one?.earliest ?? 0);
    expect(width(uneven)).to.be.greaterThan(width(even));
  });

  it("has no end at the slow end when the pace may be nothing", () => {
    expect(expectedFinish({ ...sample, weekday: 6, perDay: [1, 0, 0, 8, 0, 0], toGo: 500 })?.latest).to.equal(
      null,
    );
  });

  it("knows the days on which the house rests, also when none has passed yet", () => {
    // Asked on Thursday evening; Friday brings ten, Sunday nothing, Monday the rest.
    const week = { ...sample, weekday: 4, perDay: [10, 10, 10, 10], toGo: 25 };
    expect(expectedFinish(week)).to.include({ days: 4, earliest: 4, latest: 4 });
    // A house that works on Sundays is done a day sooner.
    const sundays = { ...week, perDay: [10, 10, 10, 10, 10, 10, 10, 10] };
    expect(expectedFinish(sundays)).to.include({ days: 3, latest: 3 });
    // Short Saturdays are counted as what they are.
    const saturdays = { ...week, perDay: [2, 0, 10, 10, 10, 10], toGo: 13 };
    expect(expectedFinish(saturdays)).to.include({ days: 4 });
  });

  it("says nothing before three whole days, nor when nothing is to go", () => {
    expect(expectedFinish({ ...sample, perDay: [0, 0, 5, 5, 9], toGo: 50 })).to.equal(null);
    expect(expectedFinish({ ...sample, perDay: [5, 5, 5, 5], toGo: 0 })).to.equal(null);
    expect(expectedFinish({ ...sample, perDay: [0, 0, 0, 0, 0], toGo: 5 })).to.equal(null);
  });

  it("warns when the rest of the sample brings too few at its yield so far", () => {
    const pace = { ...sample, perDay: [10, 10, 10, 10], toGo: 45, completes: 40, cases: 300, final: 200 };
    expect(expectedFinish(pace)?.sampleBrings).to.equal(20);
  });
});
