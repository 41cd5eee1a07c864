import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { listAppointments } from "../../../server/cases/case-supply.ts";
import { changeAppointment } from "../../../server/cases/change-appointment.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { contactModel } from "../../../server/cases/contact-model.ts";
import { loadContact, sealContact } from "../../../server/cases/contact-store.ts";
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
  const find = async (text: string, studyIds = ["study1"]) =>
    (await findCases(deps, { studyIds, text, names: true })).map(({ _id }) => _id);

  it("finds a case by reference, by number however it is written, and by whole words of a name", async () => {
    for (const text of ["T-study1-1", "030 23125001", "+49 30 23125 001", "(030) 23125-001"])
      expect(await find(text), text).to.deep.equal(["study1-c1"]);
    expect(await find("K2")).to.deep.equal(["study1-c2"]);
    expect(await find("muster")).to.have.length(3);
    for (const part of ["Must", "K", "2", "T-study1-", "2312500", " "])
      expect(await find(part), part).to.deep.equal([]);
    expect(await find("030 23125001", ["other"])).to.deep.equal([]);
  });

  it("finds who calls back by number or reference only: a name proves nothing on the telephone", async () => {
    const text = "muster";
    expect(await findCases(deps, { studyIds: ["study1"], text })).to.deep.equal([]);
    expect(await find(text)).to.have.length(3);
  });

  it("searches by an index, however many cases and studies there are", async () => {
    await deps.db.db?.command({ profile: 2 });
    for (const text of ["T-study1-1", "030 23125001", "Anna Muster", "K2"]) await find(text);
    await deps.db.db?.command({ profile: 0 });
    const searches = await deps.db
      .collection("system.profile")
      .find({ op: "query", ns: /\.(contacts|cases)$/ })
      .toArray();
    expect(searches).to.have.length(8);
    for (const { planSummary } of searches)
      expect(planSummary).to.contain("IXSCAN").and.not.contain("COLLSCAN");
    const names = searches.map(({ planSummary }) => planSummary).join();
    for (const way of ["numberTags", "nameTags", "referenceTag"])
      expect(names).to.contain(`IXSCAN { ${way}: 1, studyId: 1 }`);
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

    describe("outside the hours, at the respondent's own request", () => {
      /** 22:30 in Berlin, where the hours end at 21:00. */
      const agreeLate = () => agree("2026-11-19T21:30:00Z", { atOwnRequest: true });
      const claimAt = async (at: string, user = anna) => {
        deps.clock.set(at);
        await planDueCases(deps);
        forgetCandidates(deps);
        return claimNextCase(deps, { user });
      };

      it("are offered five minutes before, alone among the ready cases, and dialed on the record", async () => {
        const { caseId } = await agreeLate();
        expect(await claimAt("2026-11-19T21:24:00Z")).to.include({ none: "outside-hours" });
        const held = await claimAt("2026-11-19T21:25:00Z");
        if ("none" in held) throw new Error(held.none);
        expect(held.caseId).to.equal(caseId);
        // An hour after the agreed time it counts as missed.
        expect(held.numbers[0]?.callableUntil?.toISOString()).to.equal("2026-11-19T22:30:00.000Z");
        const request = { caseId, fence: held.fence, numberId: "n1", user: anna };
        expect(await openAttempt(deps, request)).to.include({ outsideHours: true });
        expect(await attemptModel(deps.db).findById(`${caseId}:2`).lean()).to.include({ outsideHours: true });
        // Nobody else at this hour.
        expect(await claimAt("2026-11-19T21:31:00Z", ben)).to.include({ none: "outside-hours" });
      });

      it("are offered late too, until they count as missed", async () => {
        await agreeLate();
        expect(await claimAt("2026-11-19T22:20:00Z")).to.not.have.property("none");
      });

      it("wait for the calling hours once they were missed", async () => {
        const { caseId } = await agreeLate();
        expect(await claimAt("2026-11-19T22:31:00Z")).to.have.property("none");
        const item = await caseModel(deps.db).findById(caseId).lean();
        expect(item?.windowFrom?.toISOString()).to.equal("2026-11-20T08:00:00.000Z");
        expect(await claimAt("2026-11-20T08:00:00Z")).to.include({ caseId });
      });

      it("hold for the number that they were agreed for, and for no other one", async () => {
        const { caseId } = await agreeLate();
        const n2 = { id: "n2", kind: "landline", country: "DE", zones: ["Europe/Berlin"], attempts: 0 };
        await caseModel(deps.db).collection.updateOne({ _id: caseId as never }, {
          $push: { numbers: { ...n2, state: "callable" } },
        } as never);
        const [sealed] = await makeCases(deps, "study2", 1, () => ({}), 900);
        const other = await loadContact(deps, sealed ?? "");
        const contact = await loadContact(deps, caseId);
        if (!contact || !other?.numbers[0]) throw new Error("no contact");
        const numbers = [...contact.numbers, { ...other.numbers[0], id: "n2" }];
        await contactModel(deps.db).collection.replaceOne(
          { _id: caseId as never },
          sealContact(deps.vault, { _id: caseId, studyId: "study1", batch: "b1" }, { ...contact, numbers }),
        );
        const held = await claimAt("2026-11-19T21:30:00Z");
        if ("none" in held) throw new Error(held.none);
        const dial = (numberId: string) =>
          openAttempt(deps, { caseId, fence: held.fence, numberId, user: anna });
        expect(await failure(dial("n2"))).to.equal("dial-refused");
        expect(await failure(dial("n1"))).to.equal("nothing");
      });

      it("are offered at the time that a supervisor has agreed anew", async () => {
        const { caseId } = await agree("2026-11-19T18:30:00Z");
        const { planRevision = 0 } = (await caseModel(deps.db).findById(caseId).lean()) ?? {};
        await changeAppointment(deps, {
          ...{ caseId, planRevision, by: ben.id, atOwnRequest: true },
          time: { for: new Date("2026-11-19T21:30:00Z") },
        });
        expect(await claimAt("2026-11-19T21:25:00Z")).to.include({ caseId });
      });

      it("an appointment that somebody else moved out of the hours is none", async () => {
        const { caseId } = await agreeLate();
        await caseModel(deps.db).updateOne({ _id: caseId }, { "appointment.atOwnRequest": false });
        expect(await claimAt("2026-11-19T21:30:00Z")).to.have.property("none");
      });
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
