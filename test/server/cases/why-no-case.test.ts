import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import type { Appointment, CaseDoc } from "../../../server/cases/case.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { caseSupply } from "../../../server/cases/case-supply.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { fieldStudy } from "../../../server/cases/field-study.ts";
import { whyNoCase } from "../../../server/cases/why-no-case.ts";
import { nextTimeWords } from "../../../server/interviews/next-time-words.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1, { languages: ["de"] });
const window = new Date("2026-11-20T10:00:00Z");

/** One case for each thing that can keep a case from somebody, on an evening at which nobody may be called. */
const parts: Partial<CaseDoc>[] = [
  {},
  {},
  { language: "tr" },
  { skill: "converter" },
  { state: "waiting", windowFrom: window },
  { state: "rest", windowFrom: new Date(window.getTime() + 86_400_000) },
  { state: "held" },
  { state: "final", disposition: "2.112" },
  { state: "final", disposition: "1.1" },
  { state: "blocked", why: { code: "quota-full", params: { cell: "north" } } },
  { state: "blocked", why: { code: "refused-for-good", params: { rule: "blocklist", source: "x" } } },
  { state: "hold-language" },
  { state: "hold-supervisor" },
];

describe("why somebody gets nothing", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    const ben = interviewer(2, { languages: ["tr"], skills: ["converter"] });
    await deps.db.collection("users").insertOne({ _id: ben.id as never, skills: ben.skills });
    await makeFieldStudy(deps, { users: [anna, ben], policy: shippedPolicy("de-adm") });
    await makeCases(deps, "study1", parts.length, (n) => parts[n] ?? {});
    deps.clock.set("2026-11-19T22:00:00Z");
  });
  after(() => database.close());

  it("counts each case under what keeps it back, and names the nearest time in the respondents' zone", async () => {
    const got = await claimNextCase(deps, { user: anna });
    if (!("none" in got)) throw new Error("a case in the night");
    const opening = { at: new Date("2026-11-20T08:00:00Z"), zone: "Europe/Berlin" };
    expect(got).to.deep.include({ none: "outside-hours", nextAt: opening.at, zone: opening.zone });
    expect(got.lines).to.deep.equal([
      { reason: "outside-hours", cases: 2, next: opening },
      { reason: "other-language", cases: 1, next: null },
      { reason: "other-skill", cases: 1, next: null },
      { reason: "waiting", cases: 1, next: { at: window, zone: "Europe/Berlin" } },
      { reason: "rest", cases: 1, next: { at: new Date("2026-11-21T10:00:00Z"), zone: "Europe/Berlin" } },
      { reason: "hold-language", cases: 1, next: null },
      { reason: "hold-supervisor", cases: 1, next: null },
      { reason: "quota", cases: 1, next: null },
      { reason: "blocked", cases: 1, next: null },
      { reason: "held", cases: 1, next: null },
      { reason: "final", cases: 2, next: null },
    ]);
  });

  it("says of the supply how much can be called now, and when the hours begin", async () => {
    const night = await caseSupply(deps, "study1");
    expect(night).to.deep.include({ ready: 4, now: 0 });
    expect(night.opens).to.deep.equal({ at: new Date("2026-11-20T08:00:00Z"), zone: "Europe/Berlin" });
    deps.clock.set("2026-11-20T08:00:00Z");
    expect(await caseSupply(deps, "study1")).to.deep.include({ ready: 4, now: 4, opens: null });
    deps.clock.set("2026-11-19T22:00:00Z");
  });

  it("names both clocks where the house is not where the respondents are", () => {
    const next = { at: new Date("2026-11-20T08:00:00Z"), zone: "Europe/Berlin" };
    expect(nextTimeWords(next, "en", "Europe/London")).to.equal(
      "Fri 20 Nov, 09:00 respondents’ time (Europe/Berlin), which is Fri 20 Nov, 08:00 here",
    );
    expect(nextTimeWords(next, "de", "Europe/Paris")).to.contain(
      "09:00 (Ortszeit der Befragten, Europe/Berlin)",
    );
  });

  describe("the nearest time", () => {
    const monday = new Date("2026-11-23T08:00:00Z");
    const sundayAt = (time: string) => new Date(`2026-11-22T${time}:00Z`);
    const appointmentAt = (time: string, over: Partial<Appointment> = {}): Partial<CaseDoc> => ({
      ...{ state: "appointment", windowFrom: sundayAt(time) },
      appointment: {
        ...{ kind: "hard", for: sundayAt(time), until: sundayAt(time), zone: "Europe/Berlin" },
        ...{ numberId: "n1", person: null, withUser: null, agreedBy: anna.id, atOwnRequest: false },
        ...over,
      },
    });
    let made = 0;
    const nextOf = async (at: string, cases: Partial<CaseDoc>[]) => {
      const id = `nearest${++made}`;
      await makeFieldStudy(deps, { id, users: [anna], policy: shippedPolicy("de-adm") });
      await makeCases(deps, id, cases.length, (n) => cases[n] ?? {}, made * 50);
      const study = await fieldStudy(deps, id);
      if (!study) throw new Error("no study");
      deps.clock.set(at);
      const { nextAt, lines } = await whyNoCase(deps, anna, [study]);
      deps.clock.set("2026-11-19T22:00:00Z");
      expect(lines.map(({ next }) => next?.at)).to.deep.equal([nextAt]);
      return nextAt;
    };

    it("is inside the hours, though an appointment lies on a closed Sunday", async () => {
      expect(await nextOf("2026-11-22T06:00:00Z", [appointmentAt("15:25")])).to.deep.equal(monday);
    });

    it("is the one that the respondent wished outside the hours, though others have an earlier window", async () => {
      const own = appointmentAt("16:00", { atOwnRequest: true });
      expect(await nextOf("2026-11-22T06:00:00Z", [appointmentAt("15:25"), own])).to.deep.equal(
        sundayAt("16:00"),
      );
    });

    it("is not in the past while the planner has not looked yet", async () => {
      const due = { state: "waiting" as const, windowFrom: new Date("2026-11-20T10:00:00Z") };
      expect(await nextOf("2026-11-20T10:00:40Z", [due])).to.deep.equal(new Date("2026-11-20T10:00:40Z"));
      expect(await nextOf("2026-11-22T06:00:00Z", [due])).to.deep.equal(monday);
    });
  });

  it("reads indexes alone, so that a million cases are counted in half a second", async () => {
    deps.clock.advance(10_000);
    await deps.db.db?.command({ profile: 2 });
    await claimNextCase(deps, { user: anna });
    await deps.db.db?.command({ profile: 0 });
    const reads = await deps.db
      .collection("system.profile")
      .find({ ns: `${deps.db.db?.databaseName}.${caseModel(deps.db).collection.collectionName}` })
      .toArray();
    expect(reads.length).to.be.greaterThan(15);
    for (const { planSummary, docsExamined, command } of reads) {
      expect(planSummary, JSON.stringify(command))
        .to.match(/COUNT_SCAN|DISTINCT_SCAN|IXSCAN|EOF/)
        .and.not.contain("COLLSCAN");
      expect(docsExamined ?? 0, JSON.stringify(command)).to.be.at.most(1);
    }
  });
});
