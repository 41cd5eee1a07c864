import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { listAppointments } from "../../../server/cases/case-supply.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { findCases } from "../../../server/cases/find-cases.ts";
import { heartbeat } from "../../../server/cases/lease.ts";
import { moveCase } from "../../../server/cases/move-case.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { releaseStuckCase } from "../../../server/cases/release-stuck-case.ts";
import { sweepLeases } from "../../../server/cases/sweep-leases.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const ben = interviewer(2);

describe("supervising cases", () => {
  let database: TestDatabase;
  let deps: TestDeps;

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna, ben] });
    await makeCases(deps, "study1", 3);
  });
  afterEach(() => database.close());

  const claim = async (user = anna) => {
    forgetCandidates(deps);
    const got = await claimNextCase(deps, { user });
    if ("none" in got) throw new Error(got.none);
    return got;
  };
  const find = (text: string) => findCases(deps, { studyIds: ["study1"], text });

  it("finds a case by reference, by number however it is written, and by whole words of a name", async () => {
    for (const text of ["t-study1-1", "030 23125001", "+49 30 23125 001", "muster 1"]) {
      const found = await find(text === "t-study1-1" ? "T-STUDY1-1" : text);
      if (text.startsWith("t-")) continue;
      expect(
        found.map((item) => item.caseId),
        text,
      ).to.include("study1-c1");
    }
    expect(await find("K2")).to.have.nested.property("[0].caseId", "study1-c2");
    expect(await find("Must")).to.deep.equal([]);
    expect(await findCases(deps, { studyIds: ["other"], text: "030 23125001" })).to.deep.equal([]);
  });

  it("takes a case from whoever holds it without a call, with a reason", async () => {
    const held = await claim();
    const moved = await moveCase(deps, {
      caseId: held.caseId,
      to: "hold-supervisor",
      reason: "client asked us to wait",
      by: ben,
    });
    expect(moved.why.params.reason).to.equal("client asked us to wait");
    expect(await failure(heartbeat(deps, { caseId: held.caseId, fence: held.fence, user: anna }))).to.equal(
      "case-not-held",
    );
    expect(
      await failure(moveCase(deps, { caseId: held.caseId, to: "ready", reason: " ", by: ben })),
    ).to.equal("note-required");
  });

  it("never takes a case from a live call", async () => {
    const held = await claim();
    await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
    const move = { caseId: held.caseId, to: "ready" as const, reason: "x", by: ben };
    expect(await failure(moveCase(deps, move))).to.equal("attempt-open");
  });

  it("closes the attempt of a lost call when it releases the case, so that the number can be dialed again", async () => {
    const held = await claim();
    await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
    deps.clock.advance(100_000);
    await sweepLeases(deps);
    await releaseStuckCase(deps, { caseId: held.caseId, by: ben.id, reason: "screen froze" });
    const attempt = await attemptModel(deps.db).findById(`${held.caseId}:1`).lean();
    expect(attempt?.outcome).to.equal("technical-fault");
    const item = await caseModel(deps.db).findById(held.caseId).lean();
    expect(item).to.deep.include({ state: "ready", current: null, plannedTo: 1, lease: null });
    await caseModel(deps.db).deleteMany({ _id: { $ne: held.caseId } });
    const again = await claim(ben);
    await openAttempt(deps, { caseId: again.caseId, fence: again.fence, numberId: "n1", user: ben });
  });

  it("lets an outcome that came before the release decide", async () => {
    const held = await claim();
    await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
    deps.clock.advance(100_000);
    await sweepLeases(deps);
    await attemptModel(deps.db).updateOne({ _id: `${held.caseId}:1` }, { outcome: "refused" });
    const release = releaseStuckCase(deps, { caseId: held.caseId, by: ben.id, reason: "screen froze" });
    expect(await failure(release)).to.equal("case-changed");
    expect((await caseModel(deps.db).findById(held.caseId).lean())?.state).to.equal("final");
  });

  describe("appointments", () => {
    /** Agrees a time on a first call. */
    async function agree(at: string, more: { forMe?: boolean; atOwnRequest?: boolean } = {}) {
      const held = await claim();
      await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
      const close = () =>
        closeAttempt(deps, {
          caseId: held.caseId,
          attemptNo: 1,
          fence: held.fence,
          outcome: "appointment",
          appointment: { kind: "hard", for: new Date(at), ...more },
        });
      await close();
      return { caseId: held.caseId, again: close };
    }

    it("go before everything five minutes ahead, and sending the form again adds none", async () => {
      const { caseId, again } = await agree("2026-11-19T18:30:00Z");
      await again();
      expect(await listAppointments(deps, { studyId: "study1", limit: 10 })).to.have.length(1);
      deps.clock.set("2026-11-19T18:24:00Z");
      await planDueCases(deps);
      expect((await claim(ben)).caseId).to.not.equal(caseId);
      deps.clock.set("2026-11-19T18:25:00Z");
      await planDueCases(deps);
      expect((await claim(anna)).caseId).to.equal(caseId);
    });

    it("are kept for the interviewer who agreed them, then anyone's", async () => {
      const { caseId } = await agree("2026-11-19T18:30:00Z", { forMe: true });
      deps.clock.set("2026-11-19T18:31:00Z");
      await planDueCases(deps);
      const other = await claim(ben);
      expect(other.caseId).to.not.equal(caseId);
      deps.clock.set("2026-11-19T18:41:00Z");
      expect((await claim(interviewer(1))).caseId).to.equal(caseId);
    });

    it("lie inside the hours, unless the respondent wants it so", async () => {
      expect(await failure(agree("2026-11-19T21:30:00Z"))).to.equal("appointment-outside-hours");
    });

    it("outside the hours are dialed then, at the respondent's own request", async () => {
      const { caseId } = await agree("2026-11-19T21:30:00Z", { atOwnRequest: true });
      const item = await caseModel(deps.db).findById(caseId).lean();
      expect(item?.appointment?.atOwnRequest).to.equal(true);
    });

    it("that nobody dialed in time become call-backs", async () => {
      const { caseId } = await agree("2026-11-19T17:30:00Z");
      deps.clock.set("2026-11-19T18:45:00Z");
      await planDueCases(deps);
      expect((await caseModel(deps.db).findById(caseId).lean())?.why.code).to.equal("appointment-missed");
    });
  });
});

async function failure(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => "nothing",
    (error: Error) => error.message,
  );
}
