import { expect } from "chai";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";
import type { Policy } from "../../../server/calling/policy.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { setStudyPolicy } from "../../../server/studies/set-study-policy.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { problemCode } from "../../setup/problem-code.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const plain = shippedPolicy("plain");

describe("a change of the calling policy", () => {
  let database: TestDatabase;
  let deps: TestDeps;

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna] });
    await makeCases(deps, "study1", 3);
  });
  afterEach(() => database.close());

  const set = (policy: unknown) => setStudyPolicy(deps, { studyId: "study1", policy, by: "rea" });

  async function call(outcome: string, more: object = {}): Promise<string> {
    forgetCandidates(deps);
    const held = await claimNextCase(deps, { user: anna });
    if ("none" in held) throw new Error(held.none);
    await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId: "n1", user: anna });
    await closeAttempt(deps, { caseId: held.caseId, attemptNo: 1, fence: held.fence, outcome, ...more });
    return held.caseId;
  }
  const find = (id: string) => caseModel(deps.db).findById(id).lean();

  it("is refused when it leaves no hour in the next 14 days, and the old one stays", async () => {
    const never = Object.fromEntries(Object.keys(plain.hours.days).map((day) => [day, []]));
    const shut = { ...plain, hours: { ...plain.hours, days: never, holidays: null } };
    expect(await problemCode(set(shut))).to.equal("policy-refused");
    expect(await problemCode(set({ ...plain, limits: {} }))).to.equal("policy-refused");
    const study = await deps.db.collection("studies").findOne();
    expect(study?.policy).to.deep.equal(plain);
  });

  it("may name the study's own outcomes", async () => {
    const policy = { ...plain, delays: { "dog-barked": { delayMinutes: 30 } } };
    expect(await problemCode(set(policy))).to.equal("policy-refused");
    const [one] = defaultOutcomes().outcomes;
    const outcomes = { formatVersion: 1, outcomes: [{ ...one, code: "dog-barked" }] };
    await deps.db.collection("studies").updateOne({ _id: "study1" as never }, { $set: { outcomes } });
    expect((await set(policy)).policy).to.deep.equal(policy);
  });

  it("brings cases back that the old policy refused for good, tried before or not", async () => {
    const tried = await call("no-answer");
    const strict: Policy = { ...plain, consent: { ...plain.consent, call: "required" } };
    await set(strict);
    await caseModel(deps.db).updateOne({ _id: tried }, { state: "ready", windowFrom: null });
    forgetCandidates(deps);
    expect(await claimNextCase(deps, { user: anna })).to.have.property("none");
    expect(await caseModel(deps.db).distinct("state")).to.deep.equal(["blocked"]);
    // A policy that refuses them as well brings none to an interviewer.
    await set({ ...strict, maxSoftRefusals: 3 });
    await planDueCases(deps);
    forgetCandidates(deps);
    expect(await claimNextCase(deps, { user: anna })).to.have.property("none");
    await set(plain);
    await planDueCases(deps);
    const states = await caseModel(deps.db)
      .find({ _id: { $ne: tried } })
      .lean();
    expect(states.map(({ state, why }) => `${state} ${why.code}`)).to.deep.equal([
      "ready fresh",
      "ready fresh",
    ]);
    expect((await find(tried))?.state).to.equal("waiting");
  });

  it("plans waiting cases anew, and leaves appointments and fresh cases alone", async () => {
    const waiting = await call("no-answer");
    const agreed = await call("appointment", {
      appointment: { kind: "hard", for: new Date("2026-11-19T18:30:00Z") },
    });
    const before = await find(agreed);
    expect((await find(waiting))?.windowFrom?.toISOString()).to.not.equal("2026-11-19T17:30:00.000Z");
    await set({ ...plain, delays: { "no-answer": { delayMinutes: 30, avoidHours: 0 } } });
    await planDueCases(deps);
    expect((await find(waiting))?.windowFrom?.toISOString()).to.equal("2026-11-19T17:30:00.000Z");
    expect(await find(agreed)).to.deep.equal(before);
    expect(await caseModel(deps.db).countDocuments({ planRevision: 0 })).to.equal(1);
  });

  it("closes what a lower cap ends, opens it again when the cap rises, and is planned once", async () => {
    const id = await call("no-answer");
    const capped = (limit: number) => ({
      ...plain,
      limits: { ...plain.limits, attemptsPerCase: { ...plain.limits.attemptsPerCase, limit } },
    });
    await set(capped(1));
    await planDueCases(deps);
    expect(await find(id)).to.include({ state: "final" });
    await set(capped(5));
    await planDueCases(deps);
    const again = await find(id);
    expect(again).to.include({ state: "waiting", disposition: null });
    await planDueCases(deps);
    expect((await find(id))?.planRevision).to.equal(again?.planRevision);
  });
});
