import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { closeOpenAttempt } from "../../../server/cases/attempt-store.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { leaseCase, updateCase } from "../../../server/cases/case-store.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { heartbeat } from "../../../server/cases/lease.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { sweepLeases } from "../../../server/cases/sweep-leases.ts";
import { numberBookModel } from "../../../server/compliance/number-book-model.ts";
import { takeNumber } from "../../../server/compliance/number-book-store.ts";
import { holdLeaderLease } from "../../../server/db/leader-lease.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const ben = interviewer(2);

describe("planner and sweeper", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let caseId = "";

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna, ben] });
    [caseId = ""] = await makeCases(deps, "study1", 1);
  });
  afterEach(() => database.close());

  const stored = async () => (await caseModel(deps.db).findById(caseId).lean()) as CaseDoc;
  const claim = async (user = anna) => {
    forgetCandidates(deps);
    const got = await claimNextCase(deps, { user });
    if ("none" in got) throw new Error(got.none);
    return got;
  };
  const lose = async () => {
    deps.clock.advance(91_000);
    return sweepLeases(deps);
  };

  it("brings a waiting case back when its window opens, not before", async () => {
    const { fence } = await claim();
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "busy" });
    expect((await stored()).state).to.equal("waiting");
    expect(await planDueCases(deps)).to.equal(0);
    deps.clock.advance(20 * 60_000);
    expect(await planDueCases(deps)).to.equal(1);
    expect(await planDueCases(deps)).to.equal(0);
    expect((await claim(ben)).attempt).to.equal(null);
  });

  it("returns a case that was taken and never dialed; a sign of life keeps it", async () => {
    const { fence } = await claim();
    deps.clock.advance(60_000);
    await heartbeat(deps, { caseId, fence, user: anna });
    deps.clock.advance(60_000);
    expect((await sweepLeases(deps)).returned).to.equal(0);
    expect((await lose()).returned).to.equal(1);
    expect(await stored()).to.deep.include({ state: "ready", lease: null });
    expect((await claim(ben)).fence).to.equal(fence + 1);
  });

  it("holds a case lost in a call for the supervisor, and a late outcome still moves it", async () => {
    const { fence } = await claim();
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    expect((await lose()).held).to.equal(1);
    expect((await stored()).state).to.equal("hold-supervisor");
    const late = await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "refused" });
    expect(late).to.include({ moved: true, state: "final" });
    expect((await stored()).disposition).to.equal("2.112");
  });

  it("finishes an outcome whose plan a crash left out, once", async () => {
    const { fence } = await claim();
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    await closeOpenAttempt(deps, `${caseId}:1`, {
      outcome: "no-answer",
      aapor: "3.13",
      note: null,
      appointment: null,
      interviewId: null,
      endedAt: deps.clock.now(),
    });
    const both = await Promise.all([lose(), sweepLeases(deps)]);
    expect(both.reduce((sum, swept) => sum + swept.finished, 0)).to.be.at.least(1);
    const item = await stored();
    expect(item).to.deep.include({ state: "waiting", attempts: 1, plannedTo: 1, lease: null });
    expect(item.numbers[0]?.attempts).to.equal(1);
    expect((await numberBookModel(deps.db).findOne().lean())?.lock).to.equal(null);
  });

  it("counts nothing twice when the crash came after the number was taken", async () => {
    const { fence } = await claim();
    const hash = deps.vault.blocklistHash("+493023125000");
    await takeNumber(deps, { hash, seen: null, attemptId: `${caseId}:1`, studyId: "study1" });
    const attempt = await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    expect(attempt.no).to.equal(1);
    expect((await numberBookModel(deps.db).findById(hash).lean())?.dials).to.have.length(1);
  });

  it("takes an attempt over that was inserted and never dialed", async () => {
    const { fence } = await claim();
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    // As if the crash had come before the case's own write.
    await updateCase(deps, caseId, {}, { state: "leased", current: null, attempts: 0 });
    expect((await lose()).returned).to.equal(1);
    const again = await claim(ben);
    const attempt = await openAttempt(deps, { caseId, fence: again.fence, numberId: "n1", user: ben });
    expect(attempt).to.include({ no: 1, by: ben.id });
    expect(await attemptModel(deps.db).countDocuments()).to.equal(1);
  });

  it("lets nobody dial a number that a colleague is on in another study", async () => {
    await makeFieldStudy(deps, { id: "study2", users: [ben] });
    await makeCases(deps, "study2", 1);
    const { fence } = await claim();
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    forgetCandidates(deps);
    expect(await claimNextCase(deps, { user: ben })).to.have.property("none");
    const other = await caseModel(deps.db).findOne({ studyId: "study2" }).lean();
    expect(other?.why).to.deep.include({ code: "refused-until" });
    expect(other?.why.params.rule).to.equal("line-busy");
  });

  it("leaves a case alone that is taken between reading and writing", async () => {
    const before = await stored();
    await leaseCase(
      deps,
      caseId,
      { states: ["ready"] },
      {
        by: ben.id,
        name: ben.name,
        since: deps.clock.now(),
        until: deps.clock.now(),
        from: "ready",
      },
    );
    const guard = { planRevision: before.planRevision, states: ["ready"] as const };
    expect(await updateCase(deps, caseId, guard, { state: "waiting" })).to.equal(null);
  });

  it("has one leader at a time, and another one when the first is gone", async () => {
    const lead = (by: string) => holdLeaderLease(deps, "field", by, 15_000);
    expect(await Promise.all([lead("a"), lead("b")])).to.have.members([true, false]);
    const [first, second] = (await lead("a")) ? ["a", "b"] : ["b", "a"];
    expect(await lead(second)).to.equal(false);
    deps.clock.advance(16_000);
    expect(await lead(second)).to.equal(true);
    expect(await lead(first)).to.equal(false);
  });
});
