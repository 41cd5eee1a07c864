import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import type { Appointment, CaseNumber } from "../../../server/cases/case.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { explainCase } from "../../../server/cases/explain-case.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { dialRefusalModel } from "../../../server/compliance/dial-refusal-model.ts";
import { basisIn } from "../../../server/views/source-words.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);

describe("explaining a case", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let caseId = "";

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna], policy: shippedPolicy("de-adm") });
    [caseId = ""] = await makeCases(deps, "study1", 2);
  });
  after(() => database.close());

  const explain = (at?: string, locale = "en") =>
    explainCase(deps, { studyId: "study1", caseRef: caseId, locale, ...(at ? { at: new Date(at) } : {}) });

  it("says that a ready case is callable inside the hours, found by reference too", async () => {
    expect(await explain()).to.include({ callable: true, state: "ready" });
    const byReference = await explainCase(deps, { studyId: "study1", caseRef: "T-study1-0" });
    expect(byReference.caseId).to.equal(caseId);
  });

  it("quotes the rule and its source on a Sunday, and when it ends", async () => {
    const found = await explain("2026-11-22T12:00:00Z");
    expect(found).to.include({ callable: false });
    expect(found.steps.find((step) => step.rule === "hours")?.source).to.match(/ADM/);
    expect(found.callableAt?.toISOString()).to.equal("2026-11-23T08:00:00.000Z");
    const german = await explain("2026-11-21T22:00:00Z", "de");
    expect(german.steps.find((step) => step.rule === "hours")).to.include({
      ...{ basis: "code", source: "Richtlinie für telefonische Befragungen (ADM/ASI/BVM/DGOF)" },
    });
    expect(await dialRefusalModel(deps.db).countDocuments()).to.equal(0);
  });

  it("tells the plan of the last outcome in one sentence, in German too", async () => {
    const held = await claimNextCase(deps, { user: anna });
    if ("none" in held) throw new Error(held.none);
    await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
    await closeAttempt(deps, { caseId: held.caseId, attemptNo: 1, fence: held.fence, outcome: "busy" });
    caseId = held.caseId;
    expect((await explain()).why).to.equal("After “Busy” it may be tried again from Thu 19 Nov, 18:20.");
    expect((await explain(undefined, "de")).why).to.include("„Besetzt“");
    const found = await explain();
    expect(found.callableAt?.toISOString()).to.equal("2026-11-19T17:20:00.000Z");
  });

  it("tells of a case at work who has it and since when, and invents no time", async () => {
    deps.clock.advance(86_400_000);
    const held = await claimNextCase(deps, { user: anna });
    if ("none" in held) throw new Error(held.none);
    const of = (locale: string) =>
      explainCase(deps, {
        studyId: "study1",
        caseRef: held.caseId,
        locale,
        at: new Date("2026-11-22T12:00:00Z"),
      });
    expect((await of("en")).why).to.match(
      /^Interviewer 1 has it on the screen since Fri 20 Nov, \d\d:\d\d; nothing/,
    );
    const attempt = await openAttempt(deps, {
      ...{ caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna },
    });
    const found = await of("de");
    expect(found.why).to.match(/^Interviewer 1 wählt gerade; hat ihn seit Fr/);
    expect(found).to.deep.include({ callable: false, callableAt: null });
    expect(found.work).to.deep.equal({
      ...{ name: "Interviewer 1", since: deps.clock.now(), callSince: deps.clock.now() },
    });
    expect(found.steps.map(({ rule, nextAllowedAt }) => [rule, nextAllowedAt])).to.deep.equal([
      ["state", null],
    ]);
    await closeAttempt(deps, {
      caseId: held.caseId,
      attemptNo: attempt.no,
      fence: held.fence,
      outcome: "busy",
    });
    expect((await of("en")).why).to.contain("After “Busy”");
  });

  it("says what a rule rests on once", () => {
    const rests = basisIn("de");
    expect(rests("house", "House rule: trial data only")).to.equal("Hausregel: nur Probedaten");
    expect(rests("house", "House rule")).to.equal("Hausregel");
    expect(rests("code", "A guideline")).to.equal("Verhaltenskodex: A guideline");
    expect(basisIn("en")("house", "Telemarketing rule, voluntary")).to.equal(
      "House rule: Telemarketing rule, voluntary",
    );
  });

  it("asks the number that comes next, not one that is dead", async () => {
    await makeFieldStudy(deps, { id: "study2", users: [anna], policy: shippedPolicy("de-adm") });
    const landline = { kind: "landline" as const, country: "DE", zones: ["Europe/Berlin"], attempts: 1 };
    const numbers: CaseNumber[] = [
      { ...landline, id: "n1", state: "dead" },
      { ...landline, id: "n2", state: "callable" },
    ];
    const [twoNumbers = ""] = await makeCases(deps, "study2", 1, () => ({ numbers, nextNumberId: "n2" }), 50);
    const found = await explainCase(deps, { studyId: "study2", caseRef: twoNumbers });
    expect(found).to.include({ callable: true });
    expect(found.steps.filter((step) => !step.ok)).to.deep.equal([]);
  });

  it("calls at the time that the respondent wished outside the hours, and says so", async () => {
    await makeFieldStudy(deps, { id: "study3", users: [anna], policy: shippedPolicy("de-adm") });
    /** Half past eleven at night in Berlin. */
    const appointment: Appointment = {
      ...{ kind: "hard", for: new Date("2026-12-02T22:30:00Z"), until: new Date("2026-12-02T23:30:00Z") },
      ...{ zone: "Europe/Berlin", numberId: "n1", person: null, withUser: null, agreedBy: anna.id },
      atOwnRequest: true,
    };
    const windowFrom = new Date("2026-12-02T22:25:00Z");
    const [wished = "", moved = ""] = await makeCases(
      deps,
      "study3",
      2,
      (n) => ({
        ...{ state: "appointment", windowFrom },
        appointment: { ...appointment, atOwnRequest: n === 0 },
      }),
      60,
    );
    const of = (caseRef: string, at: string, locale = "en") =>
      explainCase(deps, { studyId: "study3", caseRef, at: new Date(at), locale });
    const opening = new Date("2026-12-03T08:00:00Z");
    for (const before of ["2026-12-01T12:00:00Z", "2026-12-01T23:00:00Z"]) {
      const found = await of(wished, before);
      expect(found.callableAt).to.deep.equal(windowFrom);
      expect(found.steps.filter(({ ok }) => !ok).map(({ rule }) => rule)).to.deep.equal(["state"]);
      expect(found.wish).to.equal("That is outside the calling hours, at the respondent’s own request.");
    }
    const then = await of(wished, "2026-12-02T22:40:00Z", "de");
    expect(then).to.deep.include({ callable: true, callableAt: new Date("2026-12-02T22:40:00Z") });
    expect(then.wish).to.match(/auf eigenen Wunsch/);
    const late = await of(wished, "2026-12-03T02:00:00Z");
    expect(late).to.deep.include({ callable: false, callableAt: opening, wish: null });
    expect(await of(moved, "2026-12-01T12:00:00Z")).to.deep.include({ callableAt: opening, wish: null });
  });

  it("says that nothing but a person helps a case that is held", async () => {
    await caseModel(deps.db).updateOne({ _id: caseId }, { $set: { state: "hold-supervisor" } });
    expect(await explain("2026-11-20T12:00:00Z")).to.include({ callable: false, callableAt: null });
  });
});
