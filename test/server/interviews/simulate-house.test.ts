import { expect } from "chai";
import { compareOrders } from "../../../server/calling/compare-orders.ts";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";
import { neededOutcomes } from "../../../server/calling/outcome-change-faults.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import type { AttemptDoc } from "../../../server/cases/attempt.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { checkSimulatedField } from "../../../server/interviews/check-simulated-field.ts";
import { openSimulatedHouse } from "../../../server/interviews/open-simulated-house.ts";
import { simulateHouse } from "../../../server/interviews/simulate-house.ts";
import { madeUpStudy, studyToSimulate } from "../../../server/interviews/simulated-study.ts";
import { simulationDeps } from "../../../server/simulation-deps.ts";
import { openTestDatabase } from "../../setup/test-database.ts";
import { testDeps } from "../../setup/test-deps.ts";

const start = new Date("2026-09-06T22:00:00Z");
const field = { cases: 60, interviewers: 2, days: 1, start, seed: 1, policy: shippedPolicy("de-adm") };
const study = madeUpStudy({ perRegion: 1, target: null });

describe("a simulated house", () => {
  it("is the same for the same seed on a database in memory and on a real one; it breaks no rule", async function () {
    this.timeout(300_000);
    const inMemory = await simulateHouse({ ...field, study, deps: simulationDeps() });
    expect(inMemory).to.include({ violations: 0, doubleAllocations: 0, overQuota: 0 });
    expect(inMemory.dials).to.be.greaterThan(60);
    expect(inMemory.quotaFill).to.be.within(0.1, 1);
    expect(Object.values(inMemory.dispositions).reduce((sum, count) => sum + count, 0)).to.equal(60);
    const { db, close } = await openTestDatabase();
    try {
      expect(await simulateHouse({ ...field, study, deps: testDeps(db) })).to.deep.equal(inMemory);
    } finally {
      await close();
    }
  });

  it("comes to the figures of the quick simulation, whose queue is not the claim", async function () {
    this.timeout(300_000);
    const setup = { ...field, cases: 250, interviewers: 5, days: 3, policy: shippedPolicy("plain") };
    const open = madeUpStudy({ perRegion: null, target: null });
    const [quick] = await compareOrders({ ...setup, orders: ["rules"], seed: 1, seeds: 3 });
    const [house] = await compareOrders({
      ...{ ...setup, orders: ["rules"], seed: 1, seeds: 3 },
      runRules: (seed) => simulateHouse({ ...setup, seed, study: open, deps: simulationDeps() }),
    });
    if (!quick || !house) throw new Error("no result");
    for (const figure of ["completesPerHour", "completes"] as const) {
      const { mean, se } = quick[figure];
      const error = Math.hypot(se ?? 0, house[figure].se ?? 0);
      expect(Math.abs(house[figure].mean - mean), figure).to.be.lessThan(3 * error + 0.02 * mean);
    }
    expect(house.contactsPerDial).to.be.closeTo(quick.contactsPerDial, 0.02);
  });

  it("ends when the study has what it wants, and says after how many hours", async function () {
    this.timeout(300_000);
    const wanted = madeUpStudy({ perRegion: null, target: 3 });
    const ended = await simulateHouse({ ...field, interviewers: 4, study: wanted, deps: simulationDeps() });
    expect(ended.completes).to.be.within(3, 6);
    expect(ended.hoursToFinish).to.be.within(0.1, ended.hours);
  });
});

describe("a study with fewer outcomes", () => {
  it("can be worked with those alone that a catalogue must keep", async function () {
    this.timeout(300_000);
    const kept: readonly string[] = neededOutcomes;
    const outcomes = defaultOutcomes().outcomes.filter(({ code }) => kept.includes(code));
    const few = { ...madeUpStudy({ perRegion: 2, target: null }), outcomes: { formatVersion: 1, outcomes } };
    const setup = { ...field, cases: 250, interviewers: 5, days: 2 };
    const worked = await simulateHouse({ ...setup, study: few, deps: simulationDeps() });
    expect(worked).to.include({ violations: 0, doubleAllocations: 0, overQuota: 0 });
    expect(worked.dials).to.be.greaterThan(250);
  });
});

describe("a simulated interview", () => {
  it("is not screened out a second time: that somebody belongs to the target was drawn at the call", async function () {
    this.timeout(300_000);
    const screening = {
      ...study,
      questionnaire: {
        ...study.questionnaire,
        items: [
          { type: "number", id: "age", read: "Age?", min: 0, max: 99 },
          { type: "end", id: "young", when: "answered(age) && age < 80", outcome: "ineligible" },
          ...study.questionnaire.items.filter(({ type }) => type !== "quota"),
        ],
      } as typeof study.questionnaire,
      targets: [],
    };
    const ended = await simulateHouse({
      ...field,
      ...{ cases: 150, interviewers: 5, days: 2 },
      study: screening,
      deps: simulationDeps(),
    });
    expect(ended.completes).to.be.greaterThan(6);
    expect(ended.dispositions["4.70"] ?? 0).to.be.lessThan(ended.completes);
  });
});

describe("a study that is simulated", () => {
  it("brings its questionnaire, its quotas and its sample as it came, and nothing personal", async function () {
    this.timeout(300_000);
    const { db, close } = await openTestDatabase();
    try {
      const house = await openSimulatedHouse({ ...field, study, deps: testDeps(db) });
      await caseModel(db).updateOne({ _id: "c3" }, { state: "final", attempts: 4 });
      const copied = await studyToSimulate(
        house.deps,
        { _id: house.studyId, languages: ["de"], outcomes: null, target: 9 },
        { version: house.version, most: 40 },
      );
      expect(copied).to.deep.include({ target: 9, questionnaire: study.questionnaire });
      expect(copied.targets).to.have.deep.members(study.targets);
      expect(copied.cases).to.have.length(40);
      expect(Object.keys(copied.cases?.[3] ?? {})).to.have.members([
        "numbers",
        "region",
        "language",
        "sample",
      ]);
      const again = await simulateHouse({ ...field, cases: 50, study: copied, deps: simulationDeps() });
      expect(again).to.include({ violations: 0, doubleAllocations: 0, overQuota: 0 });
      expect(again.dials).to.be.greaterThan(50);
    } finally {
      await close();
    }
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
      placeOf: () => ({ country: "DE", region: "DE-BE", zones: ["Europe/Berlin"] }),
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
