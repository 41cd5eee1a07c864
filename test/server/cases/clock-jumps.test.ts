import { expect } from "chai";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { bands, type CaseDoc } from "../../../server/cases/case.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { fieldRounds } from "../../../server/cases/field-rounds.ts";
import { forgetFieldStudies } from "../../../server/cases/field-study.ts";
import { beginImport, completeImport } from "../../../server/cases/import-store.ts";
import { heartbeat } from "../../../server/cases/lease.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { sweepLeases } from "../../../server/cases/sweep-leases.ts";
import { numberBookModel } from "../../../server/compliance/number-book-model.ts";
import { lockNumber } from "../../../server/compliance/number-book-store.ts";
import { ledUntil } from "../../../server/db/leader-lease.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const ben = interviewer(2);
const second = 1000;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The machine slept, NTP put things right, a virtual machine was resumed from an old state. */
const jumps: [string, number][] = [
  ["40 seconds forward", 40 * second],
  ["two hours forward", 2 * hour],
  ["a day forward", day],
  ["40 seconds back", -40 * second],
  ["two hours back", -2 * hour],
  ["a day back", -day],
];

describe("a jump of the clock in the field", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let caseId = "";
  let counted = 0;
  let round: () => Promise<void>;

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    counted = 0;
    round = fieldRounds(deps, "a", () => counted);
    await makeFieldStudy(deps, { users: [anna, ben] });
    [caseId = ""] = await makeCases(deps, "study1", 1);
    await round();
  });
  afterEach(() => database.close());

  const stored = async () => (await caseModel(deps.db).findById(caseId).lean()) as CaseDoc;
  const claim = async (user = anna) => {
    forgetCandidates(deps);
    forgetFieldStudies(deps);
    return claimNextCase(deps, { user });
  };
  const take = async (user = anna) => {
    const got = await claim(user);
    if ("none" in got) throw new Error(got.none);
    return got;
  };
  const dial = async () => {
    const { fence } = await take();
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    return fence;
  };
  /** Time goes on as it should, with the rounds of planner and sweeper. */
  const pass = async (ms: number, each: () => Promise<unknown> = async () => {}) => {
    for (let passed = 0; passed < ms; passed += 10 * second) {
      deps.clock.advance(10 * second);
      counted += 10 * second;
      if (passed % (30 * second) === 20 * second) await each();
      await round();
    }
  };

  for (const [name, ms] of jumps) {
    it(`${name}: a case on a live call stays with its holder, and the outcome counts`, async () => {
      const fence = await dial();
      await pass(20 * second);
      deps.clock.advance(ms);
      // The sweeper comes before anybody's next sign of life.
      counted += 10 * second;
      await round();
      await pass(5 * minute, () => heartbeat(deps, { caseId, fence, user: anna }));
      expect((await stored()).state).to.equal("dialing");
      expect(await claim(ben)).to.have.property("none");
      const done = await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "refused" });
      expect(done).to.include({ moved: true, state: "final" });
    });

    it(`${name}: a case whose holder is gone comes back within minutes`, async () => {
      await take();
      await pass(20 * second);
      deps.clock.advance(ms);
      await pass(11 * minute);
      expect(await stored()).to.deep.include({ state: "ready", lease: null });
    });

    it(`${name}: another process leads soon when the first one is gone`, async () => {
      await pass(20 * second);
      deps.clock.advance(ms);
      const other = fieldRounds(deps, "b", () => counted);
      deps.clock.advance(16 * second);
      await other();
      const until = await ledUntil(deps, "field");
      // Clocks of two servers may differ by a minute: so long it waits after a small step back.
      if (ms === -40 * second)
        expect(until?.getTime()).to.be.at.most(deps.clock.now().getTime() + 75 * second);
      else expect(until?.getTime()).to.equal(deps.clock.now().getTime() + 15 * second);
    });
  }

  it("keeps live calls over an outage of the house of two hours, and over two starts of it", async () => {
    const fence = await dial();
    for (const name of ["after the outage", "and again"]) {
      deps.clock.advance(2 * hour);
      await fieldRounds(deps, name, () => 0)();
    }
    expect((await stored()).state).to.equal("dialing");
    await heartbeat(deps, { caseId, fence, user: anna });
  });

  it("does no harm when two lead at once", async () => {
    const fence = await dial();
    await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "busy" });
    deps.clock.advance(20 * minute);
    const opened = await Promise.all([planDueCases(deps), planDueCases(deps)]);
    expect(opened[0] + opened[1]).to.equal(1);
    await take(ben);
    deps.clock.advance(91 * second);
    const swept = await Promise.all([sweepLeases(deps), sweepLeases(deps)]);
    expect(swept[0].returned + swept[1].returned).to.equal(1);
  });

  it("calls nobody before the rest is over because the clock ran ahead for a while", async () => {
    const fence = await dial();
    await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "busy" });
    const { windowFrom } = await stored();
    deps.clock.advance(2 * hour);
    await round();
    expect((await stored()).state).to.equal("ready");
    deps.clock.advance(-2 * hour);
    expect(await claim(ben)).to.have.property("none");
    expect(await stored()).to.deep.include({ state: "waiting", windowFrom });
    deps.clock.advance(20 * minute);
    await round();
    expect((await take(ben)).caseId).to.equal(caseId);
  });

  it("keeps an appointment that looked missed while the clock ran ahead", async () => {
    const fence = await dial();
    const at = new Date(deps.clock.now().getTime() + day);
    await closeAttempt(deps, {
      ...{ caseId, attemptNo: 1, fence, outcome: "appointment" },
      appointment: { kind: "hard", for: at },
    });
    deps.clock.advance(2 * day);
    await round();
    await round();
    expect((await stored()).why.code).to.equal("appointment-missed");
    deps.clock.advance(-2 * day);
    expect(await claim(ben)).to.have.property("none");
    expect(await stored()).to.deep.include({ state: "appointment", band: bands.hardAppointment });
    deps.clock.set(at.toISOString());
    await round();
    expect(await take(ben)).to.deep.include({ caseId, whyCode: "appointment-hard" });
  });

  it("keeps no list of candidates for hours because it seems to come from the future", async () => {
    await caseModel(deps.db).updateOne({ _id: caseId }, { $set: { state: "held" } });
    forgetCandidates(deps);
    expect(await claimNextCase(deps, { user: anna })).to.have.property("none");
    await caseModel(deps.db).updateOne({ _id: caseId }, { $set: { state: "ready" } });
    deps.clock.advance(-2 * hour);
    expect(await claimNextCase(deps, { user: anna })).to.deep.include({ caseId });
  });

  it("lets a number go that a dead process took by a clock that ran ahead", async () => {
    const hash = deps.vault.blocklistHash("+493023125000");
    deps.clock.advance(day);
    await lockNumber(deps, { hash, attemptId: "nobody:1" });
    deps.clock.advance(-day);
    expect((await take()).caseId).to.equal(caseId);
  });

  it("holds a rest over all studies to its date, wherever the clock jumps before it", async () => {
    const fence = await dial();
    await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "refused" });
    const book = await numberBookModel(deps.db).findOne().lean();
    expect(book?.restUntil).to.be.greaterThan(deps.clock.now());
    await makeFieldStudy(deps, { id: "study2", users: [ben] });
    await makeCases(deps, "study2", 1);
    for (const ms of [-day, 2 * day]) {
      deps.clock.advance(ms);
      expect(await claim(ben)).to.have.property("none");
    }
    const other = await caseModel(deps.db).findOne({ studyId: "study2" }).lean();
    expect(other?.why.params.rule).to.equal("institute-rest");
  });

  it("drops no import that runs, and none is in the way for a day when its process is gone", async () => {
    const begin = () =>
      beginImport(deps, { studyId: "study1", by: "test", replicates: 1, source: null, filename: "" });
    const first = await begin();
    await pass(20 * second);
    deps.clock.advance(2 * hour);
    await pass(20 * second);
    expect(
      await completeImport(deps, first?._id ?? "", {
        rows: 0,
        cases: 0,
        blocked: 0,
        duplicates: 0,
        releasedTo: 1,
      }),
      "still there",
    ).to.equal(true);
    await begin();
    deps.clock.advance(-day);
    await pass(11 * minute);
    expect(await begin()).to.not.equal(null);
  });
});
