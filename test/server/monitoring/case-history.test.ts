import { expect } from "chai";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { moveCase } from "../../../server/cases/move-case.ts";
import { addToBlocklist } from "../../../server/cases/number-on-blocklist.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { blockCases, unblockCases } from "../../../server/cases/quota-cases.ts";
import { reassignAppointment } from "../../../server/cases/reassign-appointment.ts";
import { releaseReplicates } from "../../../server/cases/release-replicates.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const anna = interviewer(1);
const minute = 60_000;

describe("the history of a case", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let supervisor: SignedInClient;
  let caseId: string;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    supervisor = await server.client("supervisor");
    await makeFieldStudy(deps, {
      id: "city",
      users: [anna, { id: supervisor.user._id, name: "Omar", languages: [], skills: [] }],
    });
    await deps.db.collection("imports").insertOne({
      ...{ _id: "b1" as never, studyId: "city", by: supervisor.user._id, status: "complete", replicates: 2 },
      ...{ startedAt: deps.clock.now(), aliveAt: deps.clock.now(), rows: 1, cases: 1, firstNumber: 1 },
      ...{ releasedTo: 1, source: null, filename: "spring.csv" },
    });
    [caseId = ""] = await makeCases(deps, "city", 1, () => ({
      ...{ state: "held", replicate: 2, sample: { region: "north" } },
      why: { code: "imported", params: {} },
    }));
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const by = () => ({ id: supervisor.user._id });
  const move = (to: "ready" | "hold-supervisor", reason: string) =>
    moveCase(deps, { caseId, to, reason, by: by() });
  const claim = async () => {
    forgetCandidates(deps);
    const held = await claimNextCase(deps, { user: anna });
    if ("none" in held) throw new Error(held.none);
    return held;
  };
  async function call(outcome: string, more: object = {}) {
    const { fence } = await claim();
    const { no } = await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    deps.clock.advance(minute);
    await closeAttempt(deps, { caseId, attemptNo: no, fence, outcome, ...more });
    deps.clock.advance(minute);
  }
  async function page(locale = "en"): Promise<string[]> {
    await supervisor.post("/language", { locale });
    const { text } = await supervisor.get(`/studies/city/cases/${caseId}`);
    const list = text.split('id="steps"')[1]?.split("</ol>")[0] ?? "";
    return [...list.matchAll(/<li>(.*?)<\/li>/g)].map(([, line = ""]) =>
      line
        .replaceAll(/<[^>]+>/g, " ")
        .replaceAll(/&[#\w]+;/g, "'")
        .replaceAll(/\s+/g, " ")
        .trim(),
    );
  }

  it("tells step by step where it came from, what each call led to, who moved it and why", async () => {
    deps.clock.advance(minute);
    await releaseReplicates(deps, "city", { batch: "b1", upTo: 2 });
    deps.clock.advance(minute);
    await call("busy");
    await move("hold-supervisor", "The first reason");
    deps.clock.advance(minute);
    const cell = { sample: { region: "north" }, name: "north" };
    await move("ready", "The second reason");
    deps.clock.advance(minute);
    await blockCases(deps, "city", cell);
    deps.clock.advance(minute);
    await unblockCases(deps, "city", cell.sample);
    deps.clock.advance(minute);
    const at = new Date(deps.clock.now().getTime() + 60 * minute);
    await call("appointment", { appointment: { kind: "hard", for: at } });
    await reassignAppointment(deps, { caseId, withUser: anna.id, by: by().id });
    await reassignAppointment(deps, { caseId, withUser: null, by: by().id });
    deps.clock.set(new Date(at.getTime() + 75 * minute).toISOString());
    await planDueCases(deps);
    await planDueCases(deps);
    const e164 = (await loadContact(deps, caseId))?.numbers[0]?.e164 ?? "";
    const scope = { scope: "institute" as const, scopeId: "", reason: "letter", by: by().id };
    await addToBlocklist(deps, { number: e164, country: "DE", ...scope });
    forgetCandidates(deps);
    await claimNextCase(deps, { user: anna });
    const told = await page();
    const expected = [
      /Imported by .* from spring\.csv\./,
      /Released with its replicate/,
      /Call 1 \(Landline\) by Interviewer 1: Busy\. After .Busy. it may be tried again from/,
      /moved it to .Needs the supervisor.\. Reason: The first reason\./,
      /moved it to .Ready.\. Reason: The second reason\./,
      /Blocked: the quota north is full/,
      /The quota has room again/,
      /Call 2 \(Landline\) by Interviewer 1: Appointment\. Appointment at/,
      /passed the appointment on from anyone to u1/,
      /passed the appointment on from u1 to anyone/,
      /The appointment of .* was missed/,
      /Not given out: This number is on the blocklist\./,
    ];
    expect(told.length, told.join("\n")).to.equal(expected.length);
    for (const [index, pattern] of expected.entries()) expect(told[index]).to.match(pattern);
    const german = await page("de");
    expect(german.join("\n"))
      .to.contain("Grund: The first reason")
      .and.to.contain("Die Quote hat wieder Platz");
  });

  it("is kept by the writes that move the case, and stays bounded", async () => {
    const stored = await caseModel(deps.db).findById(caseId).lean<CaseDoc>();
    expect(stored?.steps?.map(({ why, no }) => [why.code, no ?? null])).to.deep.equal([
      ["released", null],
      ["retry", 1],
      ["quota-full", null],
      ["quota-freed", null],
      ["appointment-hard", 2],
      ["appointment-missed", null],
    ]);
    const cell = { sample: { region: "north" }, name: "north" };
    await move("ready", "again");
    for (let time = 0; time < 35; time++) {
      await blockCases(deps, "city", cell);
      await unblockCases(deps, "city", cell.sample);
    }
    expect((await caseModel(deps.db).findById(caseId).lean<CaseDoc>())?.steps).to.have.length(60);
  });

  it("is nobody's who does not supervise the study", async () => {
    await makeFieldStudy(deps, { id: "other", users: [] });
    const [foreign] = await makeCases(deps, "other", 1, () => ({}), 30);
    expect((await supervisor.get(`/studies/other/cases/${foreign}`)).status).to.equal(404);
  });
});
