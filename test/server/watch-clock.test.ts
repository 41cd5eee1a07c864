import { expect } from "chai";
import { risingTime } from "../../server/rising-time.ts";
import { watchClock } from "../../server/watch-clock.ts";

const start = Date.parse("2026-11-19T17:00:00Z");
const hour = 3_600_000;

describe("what a jump of the clock does to times in memory", () => {
  let wall = start;
  let steady = 0;
  const clock = { now: () => new Date(wall) };
  const pass = (ms: number) => {
    wall += ms;
    steady += ms;
  };
  beforeEach(() => {
    wall = start;
    steady = 0;
  });

  it("is told once, from where to where, and not for what passes by itself or is put right by seconds", () => {
    const jumped = watchClock(clock, () => steady);
    pass(2000);
    expect(jumped()).to.equal(null);
    wall += 20_000;
    expect(jumped()).to.equal(null);
    pass(2000);
    wall -= 2 * hour;
    expect(jumped()).to.deep.equal({
      from: new Date(start + 24_000),
      to: new Date(start + 24_000 - 2 * hour),
    });
    pass(2000);
    expect(jumped()).to.equal(null);
  });

  it("lets lifetimes go on when the clock is set back, and end when it is set forward", () => {
    const now = risingTime(clock);
    const first = now();
    wall -= 24 * hour;
    expect(now()).to.equal(first);
    pass(3000);
    expect(now() - first).to.equal(3000);
    wall += 2 * hour;
    expect(now() - first).to.equal(2 * hour + 3000);
  });
});
