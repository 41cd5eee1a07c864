import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { type Appointment, bands } from "../../../server/cases/case.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { type HeldCase, heldCase } from "../../../server/cases/held-case.ts";
import { heartbeat, releaseCase } from "../../../server/cases/lease.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { saveContactForm } from "../../../server/cases/save-contact-form.ts";
import { crashBeforeWrite } from "../../setup/crash-before-write.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

async function claimed(deps: TestDeps, user: ReturnType<typeof interviewer>): Promise<HeldCase> {
  const got = await claimNextCase(deps, { user });
  if ("none" in got) throw new Error(`no case: ${got.none} ${JSON.stringify(got.counts)}`);
  return got;
}

describe("claiming cases", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  const users = Array.from({ length: 200 }, (_, n) => interviewer(n));
  const anna = interviewer(0);
  const ben = interviewer(1);

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users });
  });
  afterEach(() => database.close());

  it("gives 200 people who ask at once 200 different cases", async () => {
    await makeCases(deps, "study1", 250);
    const got = await Promise.all(users.map((user) => claimed(deps, user)));
    expect(new Set(got.map((item) => item.caseId)).size).to.equal(200);
    expect(await caseModel(deps.db).countDocuments({ state: "leased" })).to.equal(200);
  });

  it("gives a person who asks again, also twice at once, the case already held", async () => {
    await makeCases(deps, "study1", 5);
    const [first, second] = await Promise.all([claimed(deps, anna), claimed(deps, anna)]);
    expect(second.caseId).to.equal(first.caseId);
    expect((await claimed(deps, anna)).caseId).to.equal(first.caseId);
    expect((await heldCase(deps, { userId: anna.id }))?.persons[0]?.name).to.match(/^Anna Muster/);
  });

  it("never gives one case to two people while only one case is left", async () => {
    await makeCases(deps, "study1", 1);
    const got = await Promise.all(users.slice(0, 20).map((user) => claimNextCase(deps, { user })));
    expect(got.filter((answer) => !("none" in answer))).to.have.length(1);
    expect(got.find((answer) => "none" in answer)).to.include({ none: "all-done" });
  });

  it("takes a case through dial, contact form and outcome, and the next window falls into the hours", async () => {
    const [caseId = ""] = await makeCases(deps, "study1", 1);
    deps.clock.set("2026-11-19T18:30:00Z"); // 19:30 in Berlin; no answer + 3 h would be 22:30
    const held = await claimed(deps, anna);
    const attempt = await openAttempt(deps, { caseId, fence: held.fence, numberId: "n1", user: anna });
    expect(attempt._id).to.equal(`${caseId}:1`);
    expect((await heldCase(deps, { userId: anna.id }))?.attempt?.no).to.equal(1);
    const result = await closeAttempt(deps, {
      caseId,
      attemptNo: 1,
      fence: held.fence,
      outcome: "no-answer",
    });
    expect(result).to.include({ state: "waiting", moved: true });
    const after = await caseModel(deps.db).findById(caseId).lean();
    expect(after?.windowFrom?.toISOString()).to.equal("2026-11-20T08:00:00.000Z");
    expect(after?.lease).to.equal(null);
    expect(await heldCase(deps, { userId: anna.id })).to.equal(null);
  });

  it("closes an attempt once, whatever is sent the second time", async () => {
    const [caseId = ""] = await makeCases(deps, "study1", 1);
    const held = await claimed(deps, anna);
    await openAttempt(deps, { caseId, fence: held.fence, numberId: "n1", user: anna });
    const close = (outcome: string) =>
      closeAttempt(deps, { caseId, attemptNo: 1, fence: held.fence, outcome });
    await Promise.all([close("busy"), close("busy"), close("busy")]);
    const once = await caseModel(deps.db).findById(caseId).lean();
    await close("refused");
    const attempt = await attemptModel(deps.db).findById(`${caseId}:1`).lean();
    expect(attempt?.outcome).to.equal("busy");
    expect(await caseModel(deps.db).findById(caseId).lean()).to.deep.equal(once);
    expect(once?.numbers[0]?.attempts).to.equal(1);
  });

  it("finishes a call whose outcome alone was stored before it gives the next case: nobody is dialed after a refusal", async () => {
    const [caseId = "", other = ""] = await makeCases(deps, "study1", 2);
    const held = await claimed(deps, anna);
    const first = held.caseId;
    await openAttempt(deps, { caseId: first, fence: held.fence, numberId: "n1", user: anna });
    const request = { caseId: first, attemptNo: 1, fence: held.fence, outcome: "refused" };
    // The first write closes the attempt; then the database is away.
    expect(await crashBeforeWrite(1, () => closeAttempt(deps, request))).to.equal(true);
    expect(await caseModel(deps.db).findById(first).lean()).to.include({ state: "dialing" });
    const next = await claimed(deps, anna);
    expect([caseId, other].filter((id) => id !== first)).to.deep.equal([next.caseId]);
    expect(await caseModel(deps.db).findById(first).lean()).to.include({ state: "final", lease: null });
  });

  it("stores the outcome of an older holder and leaves the newer holder's case alone", async () => {
    const [caseId = ""] = await makeCases(deps, "study1", 1);
    const held = await claimed(deps, anna);
    await openAttempt(deps, { caseId, fence: held.fence, numberId: "n1", user: anna });
    // A supervisor moved the case on to somebody else while the outcome was under way.
    await caseModel(deps.db).updateOne(
      { _id: caseId },
      { $set: { "lease.by": ben.id, fence: held.fence + 1, current: null, state: "leased" } },
    );
    const late = await closeAttempt(deps, { caseId, attemptNo: 1, fence: held.fence, outcome: "refused" });
    expect(late.moved).to.equal(false);
    const item = await caseModel(deps.db).findById(caseId).lean();
    expect(item?.lease?.by).to.equal(ben.id);
    expect((await attemptModel(deps.db).findById(`${caseId}:1`).lean())?.outcome).to.equal("refused");
    await refused(heartbeat(deps, { caseId, fence: held.fence, user: anna }), "case-not-held");
  });

  it("gives a case back to where it was, but not while a call is open", async () => {
    const [caseId = ""] = await makeCases(deps, "study1", 1);
    const held = await claimed(deps, anna);
    await releaseCase(deps, { caseId, fence: held.fence, user: anna, reason: "I know this person" });
    expect((await caseModel(deps.db).findById(caseId).lean())?.state).to.equal("ready");
    forgetCandidates(deps);
    const again = await claimed(deps, ben);
    expect(again.notes[0]?.text).to.equal("I know this person");
    await openAttempt(deps, { caseId, fence: again.fence, numberId: "n1", user: ben });
    await refused(releaseCase(deps, { caseId, fence: again.fence, user: ben, reason: "" }), "attempt-open");
  });

  describe("that an interviewer gave back who knows the person", () => {
    const giveBack = async (knowsPerson: boolean) => {
      const { caseId, fence } = await claimed(deps, anna);
      await releaseCase(deps, { caseId, fence, user: anna, reason: "Why it came back", knowsPerson });
      forgetCandidates(deps);
      return caseId;
    };

    it("never gives it to that interviewer again, and to the others as before", async () => {
      await makeCases(deps, "study1", 1);
      const caseId = await giveBack(true);
      expect(await claimNextCase(deps, { user: anna })).to.have.property("none");
      const shown = await claimed(deps, ben);
      expect(shown.caseId).to.equal(caseId);
      expect(shown, "not for the screen").to.not.have.property("notFor");
      await releaseCase(deps, { caseId, fence: shown.fence, user: ben, reason: "", knowsPerson: true });
      forgetCandidates(deps);
      for (const user of [anna, ben]) expect(await claimNextCase(deps, { user })).to.have.property("none");
      expect((await claimed(deps, interviewer(2))).caseId).to.equal(caseId);
    });

    it("gives it to the same one again after any other reason", async () => {
      await makeCases(deps, "study1", 1);
      const caseId = await giveBack(false);
      expect((await claimed(deps, anna)).caseId).to.equal(caseId);
    });

    it("gives anyone the appointment that was kept for that interviewer", async () => {
      const now = deps.clock.now();
      const appointment: Appointment = {
        ...{ kind: "hard", for: now, until: now, zone: "Europe/Berlin", numberId: "n1", person: null },
        ...{ withUser: anna.id, agreedBy: anna.id, atOwnRequest: false },
      };
      await makeCases(deps, "study1", 1, () => ({ band: bands.hardAppointment, appointment }));
      expect(await claimNextCase(deps, { user: ben }), "still kept for Anna").to.have.property("none");
      const caseId = await giveBack(true);
      expect(await claimNextCase(deps, { user: anna })).to.have.property("none");
      expect((await claimed(deps, ben)).caseId).to.equal(caseId);
    });
  });

  it("moves a case to the interview once the target is confirmed", async () => {
    const [caseId = ""] = await makeCases(deps, "study1", 1);
    const held = await claimed(deps, anna);
    await openAttempt(deps, { caseId, fence: held.fence, numberId: "n1", user: anna });
    await saveContactForm(deps, {
      caseId,
      attemptNo: 1,
      fence: held.fence,
      form: { person: "target", targetConfirmed: true, situation: "first", language: "de", consents: {} },
    });
    expect((await heldCase(deps, { userId: anna.id }))?.state).to.equal("interview");
    const done = await closeAttempt(deps, { caseId, attemptNo: 1, fence: held.fence, outcome: "complete" });
    expect(done.state).to.equal("final");
    expect((await caseModel(deps.db).findById(caseId).lean())?.disposition).to.equal("1.1");
  });

  it("understands what an end node of a questionnaire says, and refuses slips of a person", async () => {
    await makeCases(deps, "study1", 3);
    const end = async (outcome: string, interviewId?: string) => {
      forgetCandidates(deps);
      const held = await claimed(deps, anna);
      await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
      const request = { caseId: held.caseId, attemptNo: 1, fence: held.fence, outcome };
      await closeAttempt(deps, { ...request, ...(interviewId ? { interviewId } : {}) });
      return (await caseModel(deps.db).findById(held.caseId).lean())?.disposition;
    };
    expect(await end("quotaFull", "i1")).to.equal("4.80");
    expect(await end("not_our_client", "i2")).to.equal("4.70");
    await refused(end("quotaFull"), "unknown-outcome");
  });

  it("hands out nothing outside the hours and says when they begin", async () => {
    await makeCases(deps, "study1", 3);
    deps.clock.set("2026-11-19T21:00:00Z");
    const got = await claimNextCase(deps, { user: anna });
    expect(got).to.deep.include({ none: "outside-hours", nextAt: new Date("2026-11-20T08:00:00Z") });
  });

  it("dials under the demo policy only by the simulated adapter", async () => {
    await makeFieldStudy(deps, { id: "demo1", users: [interviewer(900)], policy: shippedPolicy("demo") });
    await makeCases(deps, "demo1", 1);
    const got = await claimNextCase(deps, { user: interviewer(900) });
    expect(got).to.have.property("none");
    const item = await caseModel(deps.db).findOne({ studyId: "demo1" }).lean();
    expect(item?.state).to.equal("blocked");
  });
});

async function refused(act: Promise<unknown>, code: string): Promise<void> {
  const error = await act.then(
    () => null,
    (reason: Error) => reason,
  );
  expect(error?.message).to.equal(code);
}
