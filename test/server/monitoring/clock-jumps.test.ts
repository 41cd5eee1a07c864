import { expect } from "chai";
import { cutTimeAtJump } from "../../../server/monitoring/cut-time-at-jump.ts";
import { punctuality } from "../../../server/monitoring/punctuality.ts";
import { sumHours } from "../../../server/monitoring/sum-hours.ts";
import type { TimeKind } from "../../../server/monitoring/time-kinds.ts";
import { markTime, timesBetween } from "../../../server/monitoring/time-ledger.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("a jump of the clock in the time ledger", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  afterEach(() => database.close());

  const mark = (kind: TimeKind, userId = "anna") => markTime(deps, { userId, studyId: "s", kind });
  const work = async (minutes: number, kind: TimeKind) => {
    await mark(kind);
    deps.clock.advance(minutes * minute);
  };
  const jump = async (ms: number) => {
    const from = deps.clock.now();
    deps.clock.advance(ms);
    const seen = { from, to: deps.clock.now() };
    await cutTimeAtJump(deps, seen);
    return seen;
  };
  const stretches = () => {
    const now = deps.clock.now().getTime();
    return timesBetween(deps, { from: new Date(now - 3 * day), to: new Date(now + 3 * day) });
  };
  const paidMinutes = async () => {
    const [person] = sumHours(await stretches());
    return Math.round((person?.paidHours ?? 0) * 60);
  };

  for (const [name, ms] of [
    ["a sleep of three hours", 3 * hour],
    ["a day forward", day],
    ["two hours back", -2 * hour],
    ["a day back", -day],
  ] as const)
    it(`pays the minutes that were worked and no other: ${name} in the middle of a call`, async () => {
      await work(5, "dialing");
      await work(10, "interview");
      await jump(ms);
      deps.clock.advance(12 * minute);
      await work(3, "wrap-up");
      await mark("off");
      expect(await paidMinutes()).to.equal(30);
      for (const { from, to } of await stretches()) expect(to.getTime()).to.be.greaterThan(from.getTime());
      const kinds = (await stretches()).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === "interview")).to.have.length(2);
    });

  it("never counts an hour twice when the clock is set back over hours that were worked", async () => {
    for (let n = 0; n < 6; n++) await work(20, n % 2 === 0 ? "dialing" : "interview");
    await jump(-hour);
    for (let n = 0; n < 6; n++) await work(20, n % 2 === 0 ? "dialing" : "interview");
    await mark("off");
    // Four hours were worked and three stand on the clock: the fourth is for a correction.
    expect(await paidMinutes()).to.equal(180);
    const all = await stretches();
    for (const [index, one] of all.entries())
      expect(one.from.getTime()).to.be.at.least(all[index - 1]?.to.getTime() ?? 0);
  });

  it("leaves alone who had gone, says so in the audit once, and repeats nothing", async () => {
    await work(5, "dialing");
    await mark("off");
    await mark("interview", "ben");
    deps.clock.advance(minute);
    const seen = await jump(hour);
    await cutTimeAtJump(deps, seen);
    expect(await deps.db.collection("time-entries").countDocuments({ userId: "anna" })).to.equal(2);
    expect(await deps.db.collection("time-entries").countDocuments({ userId: "ben" })).to.equal(3);
    const lines = await deps.db.collection("audit").find({ act: "time.clock-jump" }).toArray();
    expect(lines.map(({ what }) => what.people)).to.deep.equal([1]);
  });

  it("makes no appointment late by less than nothing, and none on time that was called a day early", () => {
    const now = deps.clock.now();
    const at = (ms: number) => new Date(now.getTime() + ms);
    const calls = [
      { for: at(-hour), next: at(-hour - day) },
      { for: at(-hour), next: at(-hour + minute) },
      { for: at(day), next: null },
    ];
    expect(punctuality(calls, now)).to.deep.include({ due: 2, early: 1, onTime: 1, medianDelay: 1 });
  });
});
