import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import {
  hardAppointmentsBetween,
  listAppointments,
  listUnneeded,
  pastAppointments,
} from "../../../server/cases/case-supply.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { type CloseResult, closeAttempt } from "../../../server/cases/close-attempt.ts";
import { releaseCase } from "../../../server/cases/lease.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { sweepLeases } from "../../../server/cases/sweep-leases.ts";
import { punctuality } from "../../../server/monitoring/punctuality.ts";
import { type CellValues, cellId } from "../../../server/quotas/quota-cell.ts";
import { setTarget } from "../../../server/quotas/quota-cell-store.ts";
import { setCompletes } from "../../../server/quotas/quotas.ts";
import { syncQuotaCases } from "../../../server/quotas/sync-quota-cases.ts";
import { setStudyPolicy } from "../../../server/studies/set-study-policy.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const [anna, ben] = [interviewer(1), interviewer(2)];
const plain = shippedPolicy("plain");
const north = { "sample.region": "north" };

describe("a call into a cell that fills meanwhile", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let held: { caseId: string; fence: number };

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna] });
    await makeCases(deps, "study1", 1, () => ({ sample: { region: "north", town: 1 } }));
    await setCell(north, 5, 0);
    held = await call();
  });
  afterEach(() => database.close());

  async function call(): Promise<{ caseId: string; fence: number }> {
    forgetCandidates(deps);
    const next = await claimNextCase(deps, { user: anna });
    if (!("caseId" in next)) throw new Error(next.none);
    await openAttempt(deps, { caseId: next.caseId, fence: next.fence, numberId: "n1", user: anna });
    return { caseId: next.caseId, fence: next.fence };
  }
  async function setCell(
    values: CellValues,
    target: number,
    completes: number,
    studyId = "study1",
  ): Promise<void> {
    const _id = cellId(studyId, "q", values);
    await setTarget(deps, { _id, studyId, node: "q", values, target });
    const found = await deps.db.collection("quota-cells").findOne({ _id: _id as never });
    const complete = Array.from({ length: completes }, (_, n) => `i${n}`);
    await setCompletes(deps, { _id, completes: Number(found?.completes) }, complete);
  }
  const close = (outcome: string, more: object = {}): Promise<CloseResult> =>
    closeAttempt(deps, { ...held, attemptNo: 1, outcome, ...more });
  const find = () => caseModel(deps.db).findById(held.caseId).lean();
  const appointment = { kind: "hard" as const, for: new Date("2026-11-19T18:30:00Z") };

  it("does not come back into the field: the case is blocked with its outcome, and back with its plan when the target rises", async () => {
    await setCell(north, 5, 5);
    const closed = await close("no-answer");
    expect(closed).to.include({ state: "blocked", whyCode: "quota-full" });
    const blocked = await find();
    expect(blocked?.blocked).to.deep.include({ from: "waiting", at: deps.clock.now() });
    await setCell(north, 9, 5);
    await syncQuotaCases(deps);
    const again = await find();
    expect(again).to.deep.include({ state: "waiting", blocked: null, windowFrom: blocked?.windowFrom });
    expect(again?.why.code).to.match(/^retry/);
  });

  it("is blocked whatever form the sample gives the value, and not where the cell has room or an answer decides", async () => {
    await setCell({ "sample.town": "1" }, 3, 3);
    await setCell({ "sample.town": "1", sex: "2" }, 0, 0);
    expect((await close("no-answer")).state).to.equal("blocked");
    await setCell({ "sample.town": "1" }, 4, 3);
    await syncQuotaCases(deps);
    expect((await find())?.state).to.equal("waiting");
  });

  it("ends where its outcome ends it, full or not", async () => {
    await setCell(north, 5, 5);
    expect((await close("refused")).state).to.equal("final");
  });

  it("keeps what a late outcome says, when the case was blocked before it came", async () => {
    await deps.db
      .collection("cases")
      .updateOne({ _id: held.caseId as never }, { $set: { state: "ready", lease: null } });
    await setCell(north, 5, 5);
    await syncQuotaCases(deps);
    expect((await find())?.state).to.equal("blocked");
    await close("no-answer");
    expect(await find()).to.deep.include({ state: "blocked", plannedTo: 1 });
    await setCell(north, 9, 5);
    await syncQuotaCases(deps);
    expect((await find())?.state).to.equal("waiting");
  });

  it("comes back under the policy that holds then", async () => {
    await setCell(north, 5, 5);
    await close("no-answer");
    const delays = { "no-answer": { delayMinutes: 30, avoidHours: 0 } };
    await setStudyPolicy(deps, { studyId: "study1", policy: { ...plain, delays }, by: "x" });
    await planDueCases(deps);
    expect((await find())?.state).to.equal("blocked");
    await setCell(north, 9, 5);
    await syncQuotaCases(deps);
    const again = await find();
    expect(again?.state).to.equal("waiting");
    expect(again?.windowFrom?.toISOString()).to.equal("2026-11-19T17:30:00.000Z");
  });

  it("ends when the new policy allows no more calls", async () => {
    await setCell(north, 5, 5);
    await close("no-answer");
    const attemptsPerCase = { ...plain.limits.attemptsPerCase, limit: 1 };
    const limits = { ...plain.limits, attemptsPerCase };
    await setStudyPolicy(deps, { studyId: "study1", policy: { ...plain, limits }, by: "x" });
    await planDueCases(deps);
    const done = await find();
    expect(done).to.include({ state: "final", blocked: null });
    expect(done?.why.code).to.equal("case-cap");
  });

  it("keeps a promised appointment in the case, in front of its time again when the target rises", async () => {
    await setCell(north, 5, 5);
    expect((await close("appointment", { appointment })).state).to.equal("blocked");
    const blocked = await find();
    expect(blocked?.appointment?.for).to.deep.equal(appointment.for);
    expect(blocked?.blocked?.from).to.equal("appointment");
    await setCell(north, 9, 5);
    await syncQuotaCases(deps);
    expect(await find()).to.deep.include({ state: "appointment", appointment: blocked?.appointment });
  });

  it("counts a promised appointment neither as kept nor as missed, and lists it, with room again in the roster", async () => {
    const hour = { from: new Date("2026-11-19T18:00:00Z"), to: new Date("2026-11-19T19:00:00Z") };
    const agreed = () => hardAppointmentsBetween(deps, { ...hour, studyIds: ["study1"] });
    const lines = () => listAppointments(deps, { studyId: "study1", limit: 10 });
    const unneeded = () => listUnneeded(deps, { studyId: "study1", from: hour.from, limit: 10 });
    const kept = async () =>
      punctuality(await pastAppointments(deps, { studyId: "study1", ...hour }), deps.clock.now());
    await close("appointment", { appointment });
    expect([await agreed(), await lines(), await unneeded()].map((list) => list.length)).to.deep.equal([
      1, 1, 0,
    ]);
    await setCell(north, 5, 5);
    await syncQuotaCases(deps);
    const since = deps.clock.now();
    expect([await agreed(), await lines()]).to.deep.equal([[], []]);
    expect(await unneeded()).to.deep.equal([
      {
        _id: held.caseId,
        reference: "T-study1-0",
        appointment: (await find())?.appointment,
        at: since,
        cell: "north",
      },
    ]);
    deps.clock.set("2026-11-19T21:00:00Z");
    expect(await kept()).to.deep.include({ due: 0, missed: 0, unneeded: 1, share: null });
  });

  it("counts one as missed that was late before the cell was full", async () => {
    await close("appointment", { appointment });
    deps.clock.set("2026-11-19T18:36:00Z");
    await setCell(north, 5, 5);
    await syncQuotaCases(deps);
    deps.clock.set("2026-11-19T21:00:00Z");
    const past = await pastAppointments(deps, {
      ...{ studyId: "study1", from: new Date("2026-11-19T18:00:00Z"), to: new Date("2026-11-19T19:00:00Z") },
    });
    expect(punctuality(past, deps.clock.now())).to.include({ due: 1, missed: 1, unneeded: 0 });
  });

  it("counts a lapsed appointment no more when the target rises later and somebody calls again", async () => {
    await close("appointment", { appointment });
    await setCell(north, 5, 5);
    await syncQuotaCases(deps);
    deps.clock.set("2026-11-20T09:00:00Z");
    await setCell(north, 9, 5);
    await planDueCases(deps);
    await planDueCases(deps);
    held = await call();
    await closeAttempt(deps, { ...held, attemptNo: 2, outcome: "no-answer" });
    const past = await pastAppointments(deps, {
      ...{ studyId: "study1", from: new Date("2026-11-19T18:00:00Z"), to: deps.clock.now() },
    });
    expect(punctuality(past, deps.clock.now())).to.include({ due: 0, missed: 0, unneeded: 1 });
  });

  it("stays blocked since the first cell filled when that one opens and another one is full", async () => {
    await close("appointment", { appointment });
    const town = { "sample.town": "1" };
    await setCell(north, 5, 5);
    await syncQuotaCases(deps);
    const since = deps.clock.now();
    deps.clock.advance(60_000);
    await setCell(town, 3, 3);
    await syncQuotaCases(deps);
    deps.clock.set("2026-11-19T20:00:00Z");
    await setCell(north, 9, 5);
    const revision = (await find())?.planRevision;
    await syncQuotaCases(deps);
    const still = await find();
    expect(still, "not for a moment").to.include({ state: "blocked", planRevision: revision });
    expect(still?.blocked?.at).to.deep.equal(since);
    expect(still?.why.params.cell, "the one that is full").to.equal("1");
    await setCell(town, 9, 3);
    await syncQuotaCases(deps);
    expect((await find())?.state).to.equal("appointment");
  });

  it("goes behind the cell as well when it is given back without a call, or its holder is gone", async () => {
    await close("refused");
    const sample = () => ({ sample: { region: "north" } });
    await makeFieldStudy(deps, { id: "study2", users: [anna, ben] });
    await makeCases(deps, "study2", 2, sample, 10);
    forgetCandidates(deps);
    const [mine, his] = [await claimNextCase(deps, { user: anna }), await claimNextCase(deps, { user: ben })];
    if (!("caseId" in mine && "caseId" in his)) throw new Error("no case");
    await setCell(north, 5, 5, "study2");
    await syncQuotaCases(deps);
    await releaseCase(deps, { caseId: mine.caseId, fence: mine.fence, user: anna, reason: "" });
    deps.clock.advance(120_000);
    expect(await sweepLeases(deps)).to.include({ returned: 1 });
    const states = () => caseModel(deps.db).distinct("state", { studyId: "study2" });
    expect(await states()).to.deep.equal(["blocked"]);
    await setCell(north, 6, 5, "study2");
    await syncQuotaCases(deps);
    expect(await states()).to.deep.equal(["ready"]);
  });
});
