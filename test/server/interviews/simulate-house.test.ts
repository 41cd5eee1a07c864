import { expect } from "chai";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import type { AttemptDoc } from "../../../server/cases/attempt.ts";
import { checkSimulatedField } from "../../../server/interviews/check-simulated-field.ts";
import { simulateHouse } from "../../../server/interviews/simulate-house.ts";
import { openTestDatabase } from "../../setup/test-database.ts";
import { testDeps } from "../../setup/test-deps.ts";

async function run() {
  const { db, close } = await openTestDatabase();
  try {
    const start = new Date("2026-09-06T22:00:00Z");
    const field = { cases: 60, interviewers: 2, days: 1, start, seed: 1, quota: 1 };
    return await simulateHouse({ ...field, deps: testDeps(db), policy: shippedPolicy("de-adm") });
  } finally {
    await close();
  }
}

describe("a house simulated on its database", () => {
  it("is the same for the same seed, breaks no rule, gives no case to two and overshoots no quota", async function () {
    this.timeout(300_000);
    const field = await run();
    expect(field).to.include({ violations: 0, doubleAllocations: 0, overQuota: 0 });
    expect(field.dials).to.be.greaterThan(60);
    expect(Object.values(field.dispositions).reduce((sum, count) => sum + count, 0)).to.equal(60);
    expect(await run()).to.deep.equal(field);
  });
});

describe("the check of a simulated field", () => {
  const attempt = (no: number, startedAt: string, over: Partial<AttemptDoc> = {}): AttemptDoc => ({
    _id: `c:${no}`,
    caseId: "c",
    studyId: "s",
    no,
    numberId: "n1",
    numberKind: "landline",
    numberHash: "h",
    by: "u1",
    byName: "",
    fence: no,
    mode: "manual",
    startedAt: new Date(startedAt),
    connectedAt: null,
    endedAt: new Date(Date.parse(startedAt) + 60_000),
    form: null,
    outcome: "no-answer",
    aapor: null,
    note: null,
    appointment: null,
    interviewId: null,
    ...over,
  });
  const check = (...attempts: AttemptDoc[]) =>
    checkSimulatedField(attempts, {
      policy: shippedPolicy("de-adm"),
      catalogue: defaultOutcomes(),
      cases: new Map([["c", { country: "DE", region: "DE-BE", zones: ["Europe/Berlin"] }]]),
      skills: new Map([["u2", ["converter"]]]),
    });

  it("sees a call outside the hours and on a holiday", () => {
    expect(check(attempt(1, "2026-09-07T19:00:00Z")).broken).to.deep.equal({ hours: 1 });
    expect(check(attempt(1, "2026-10-03T15:00:00Z")).broken).to.deep.equal({ hours: 1 });
    expect(check(attempt(1, "2026-09-07T18:59:00Z")).broken).to.deep.equal({});
  });

  it("sees a fifth call on one day", () => {
    const hours = [8, 10, 12, 14, 16].map((hour, n) =>
      attempt(n + 1, `2026-09-07T${String(hour).padStart(2, "0")}:00:00Z`),
    );
    expect(check(...hours.slice(0, 4)).broken).to.deep.equal({});
    expect(check(...hours).broken).to.include({ attemptsPerNumberPerDay: 1 });
  });

  it("sees a refusal that is not left to rest, and one that nobody skilled calls", () => {
    const refused = attempt(1, "2026-09-07T10:00:00Z", { outcome: "refused-today" });
    expect(check(refused, attempt(2, "2026-09-09T10:00:00Z")).broken).to.deep.equal({ rest: 1, skill: 1 });
    expect(check(refused, attempt(2, "2026-09-14T10:00:00Z", { by: "u2" })).broken).to.deep.equal({});
  });

  it("sees a call after a complete, two calls at once and a lease in two hands", () => {
    const complete = attempt(1, "2026-09-07T10:00:00Z", { outcome: "complete" });
    expect(check(complete, attempt(2, "2026-09-09T10:00:00Z")).broken).to.deep.equal({ afterFinal: 1 });
    const first = attempt(1, "2026-09-07T10:00:00Z");
    expect(check(first, attempt(2, "2026-09-07T10:00:30Z")).doubleAllocations).to.equal(1);
    expect(
      check(first, attempt(2, "2026-09-08T12:00:00Z", { fence: 1, by: "u2" })).doubleAllocations,
    ).to.equal(1);
  });
});
