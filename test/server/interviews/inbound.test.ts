import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
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

  it("cannot be fished for", async () => {
    const eve = await server.client("supervisor");
    const statuses = new Set<number>();
    for (let n = 0; n < 31; n++) statuses.add((await search(`T-${n}`, eve)).status);
    expect([...statuses]).to.deep.equal([200, 429]);
  });
});
