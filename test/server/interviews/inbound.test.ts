import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { blockNumber } from "../../../server/compliance/blocklist.ts";
import { fictionNumbers } from "../../../server/compliance/fiction-numbers.ts";
import { type OpenStudy, openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("a respondent who calls back", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let anna: SignedInClient;
  let first: OpenStudy;
  let second: OpenStudy;
  const number = fictionNumbers("landline")[0] ?? "";
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    anna = await server.client("interviewer");
    first = await openStudy(deps, { userIds: [], cases: 2, language: "de" });
    second = await openStudy(deps, { userIds: [anna.user._id], cases: 2 });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const search = (caller: string, client = anna) => client.post("/inbound", { caller });
  const caseOf = (id = "") => caseModel(deps.db).findById(id).lean();
  const open = (id = "", client = anna) => client.post("/inbound/open", { case: id, number: "n1" });

  it("is found by the whole number over all studies, and by nothing less", async () => {
    const found = (await search(number)).text;
    for (const study of [first, second]) expect(found).to.contain(`T-${study.studyId}-0`);
    expect(found).to.contain("Anna Muster 0").and.not.to.contain(`T-${first.studyId}-1`);
    expect((await search(`0${number.slice(3)}`)).text, "as written there").to.contain(`T-${first.studyId}-0`);
    expect((await search(number.slice(0, -2))).text).to.contain("No case has this number");
    expect((await search("Anna Muster")).text).to.contain("No case has this number");
  });

  it("is found by the reference when the number is withheld", async () => {
    const found = (await search(` T-${first.studyId}-1 `)).text;
    expect(found).to.contain(`value="${first.caseIds[1]}"`).and.not.to.contain(`value="${first.caseIds[0]}"`);
  });

  it("leaves a note of the search, without what was typed", async () => {
    const notes = await deps.db.collection("audit").find({ act: "case.inbound-search" }).toArray();
    expect(notes.length).to.be.at.least(4);
    expect(JSON.stringify(notes)).to.contain(first.caseIds[0]).and.not.to.contain(number.slice(-6));
  });

  it("gets the interview at once: the case is claimed, nothing dialed, the appointment closed", async () => {
    const id = first.caseIds[0];
    const at = new Date(deps.clock.now().getTime() + 3_600_000);
    await caseModel(deps.db).updateOne(
      { _id: id },
      {
        $set: {
          state: "appointment",
          windowFrom: at,
          appointment: {
            kind: "hard",
            for: at,
            until: at,
            zone: "Europe/Berlin",
            numberId: "n1",
            person: null,
            withUser: null,
            agreedBy: "x",
            atOwnRequest: false,
          },
        },
      },
    );
    // A case that is only previewed goes back by itself.
    const preview = ((await anna.post("/work/next")).location ?? "").split("/").at(-1);
    expect((await open(id)).location).to.equal(`/cases/${id}/contact`);
    expect((await caseOf(preview))?.lease).to.equal(null);
    const item = await caseOf(id);
    expect(item?.state).to.equal("connected");
    expect(item?.lease?.by).to.equal(anna.user._id);
    expect(item?.appointment).to.equal(null);
    const attempt = await attemptModel(deps.db).findById(`${id}:1`).lean();
    expect(attempt?.mode).to.equal("inbound");
    expect((await open(id)).location, "a second click").to.equal(`/cases/${id}/contact`);
    expect(await attemptModel(deps.db).countDocuments({ caseId: id })).to.equal(1);
    const times = await deps.db
      .collection("time-entries")
      .find({ _id: /:inbound:/ as never })
      .toArray();
    expect(times.map(({ kind, studyId }) => ({ kind, studyId }))).to.deep.equal([
      { kind: "dialing", studyId: first.studyId },
    ]);
    // Her screen is English, the case German.
    expect((await anna.get(`/cases/${id}/contact`)).text).to.contain("Danke, dass Sie zurückrufen.");
    expect((await anna.post(`/cases/${id}/contact`, { person: "target" })).location).to.match(
      /^\/interviews/,
    );
  });

  it("is not taken from a colleague, nor onto a second line", async () => {
    const ben = await server.client("interviewer");
    expect((await search(number, ben)).text).to.contain("A colleague has it now.");
    expect((await open(first.caseIds[0], ben)).status).to.equal(409);
    expect((await open(second.caseIds[0])).status, "on the line already").to.equal(409);
  });

  it("waits for somebody certified when the study is sensitive, and for the field when it is closed", async () => {
    const ben = await server.client("interviewer");
    await deps.db
      .collection("studies")
      .updateOne({ _id: second.studyId as never }, { $set: { sensitive: true } });
    deps.clock.advance(2000);
    expect((await open(second.caseIds[1], ben)).status).to.equal(409);
    await deps.db
      .collection("studies")
      .updateOne({ _id: second.studyId as never }, { $set: { sensitive: false, status: "closed" } });
    deps.clock.advance(2000);
    expect((await open(second.caseIds[1], ben)).status).to.equal(409);
    expect((await caseOf(second.caseIds[1]))?.state).to.equal("ready");
  });

  it("hears that enough people of the group took part when a full quota blocks the case, and the case stays so", async () => {
    const third = await openStudy(deps, { userIds: [], cases: 2, language: "de" });
    const id = third.caseIds[0];
    const blocked = {
      state: "blocked" as const,
      why: { code: "quota-full", params: { cell: "North" } },
      blocked: { from: "ready" as const, why: { code: "fresh", params: {} } },
    };
    await caseModel(deps.db).updateOne({ _id: id }, { $set: blocked });
    const before = await caseOf(id);
    const page = (await search(`T-${third.studyId}-0`)).text;
    expect(page).to.contain("Enough people of this group have taken part.").and.not.to.contain(`value="n1"`);
    // She says it in the language of the case, whatever her screen speaks.
    expect(page).to.contain("haben schon genügend Personen").and.to.contain("Northmoor City Council");
    expect((await open(id)).status).to.equal(409);
    const said = await anna.post("/inbound/answered", { case: id ?? "" });
    expect(said.location).to.equal("/inbound?done=answered");
    expect((await anna.get("/inbound?done=answered")).text).to.contain("It is noted that");
    const [note] = await deps.db.collection("audit").find({ act: "case.inbound-answered", on: id }).toArray();
    expect(note?.what).to.deep.equal({ answer: "quota" });
    expect(await caseOf(id)).to.deep.equal(before);
    // Where there is nothing to say, nothing is noted.
    expect((await anna.post("/inbound/answered", { case: third.caseIds[1] ?? "" })).status).to.equal(404);
  });

  it("hears that nobody calls a number on the blocklist, also where the case was not dialed since", async () => {
    const third = await openStudy(deps, { userIds: [], cases: 1, firstNumber: 700 });
    const caller = fictionNumbers("landline")[700] ?? "";
    await blockNumber(deps, {
      hash: deps.vault.blocklistHash(caller),
      ...{ scope: "institute", scopeId: "", reason: "never-again", by: "x" },
    });
    const page = (await search(caller)).text;
    expect(page).to.contain("This number is on the blocklist.").and.to.contain("we do not call you");
    expect((await open(third.caseIds[0])).status).to.equal(409);
    expect((await anna.post("/inbound/answered", { case: third.caseIds[0] ?? "" })).location).to.contain(
      "answered",
    );
    expect((await caseOf(third.caseIds[0]))?.state).to.equal("ready");
  });

  it("gets the interview though our own calls were at their limit, or the replicate is not released", async () => {
    const eve = await server.client("interviewer");
    const third = await openStudy(deps, { userIds: [], cases: 4, firstNumber: 800 });
    const [capped, gaveUp, done, held] = third.caseIds;
    const set = (id: string | undefined, members: object) =>
      caseModel(deps.db).updateOne({ _id: id }, { $set: members });
    await set(capped, {
      state: "blocked",
      why: { code: "refused-for-good", params: { rule: "number-cap", source: "x" } },
    });
    await set(gaveUp, {
      state: "final",
      disposition: "3.13",
      why: { code: "case-cap", params: { attempts: 20 } },
    });
    await set(done, {
      state: "final",
      disposition: "1.1",
      why: { code: "outcome-final", params: { outcome: "complete" } },
    });
    await set(held, { state: "held", why: { code: "held", params: {} } });
    const reference = (n: number) => `T-${third.studyId}-${n}`;
    expect((await search(reference(2), eve)).text).to.contain("there is nothing more to ask");
    expect((await open(done, eve)).status).to.equal(409);
    expect((await search(reference(3), eve)).text)
      .to.contain("not called yet")
      .and.to.contain(`value="${held}"`);
    expect((await open(capped, eve)).status).to.equal(303);
    expect((await caseOf(capped))?.lease?.from).to.equal("blocked");
    for (const id of [gaveUp, held]) {
      const eve = await server.client("interviewer");
      expect((await open(id, eve)).status).to.equal(303);
      expect((await caseOf(id))?.state).to.equal("connected");
    }
  });

  it("cannot be fished for", async () => {
    const eve = await server.client("supervisor");
    const statuses = new Set<number>();
    for (let n = 0; n < 31; n++) statuses.add((await search(`T-${n}`, eve)).status);
    expect([...statuses]).to.deep.equal([200, 429]);
  });
});
