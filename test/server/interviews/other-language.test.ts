import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { addToTeam, getStudy } from "../../../server/studies/studies.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("a household where another language is spoken", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let anna: SignedInClient;
  let supervisor: SignedInClient;
  let url: string;
  let page: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    anna = await server.client("interviewer");
    supervisor = await server.client("supervisor");
    const { studyId } = await openStudy(deps, { userIds: [anna.user._id], cases: 1 });
    await addToTeam(deps, studyId, supervisor.user._id, "test");
    await deps.db
      .collection("studies")
      .updateOne({ _id: studyId as never }, { $set: { languages: ["en", "de", "tr"] } });
    await deps.db
      .collection("users")
      .updateOne({ _id: anna.user._id as never }, { $set: { languages: ["en", "de"] } });
    const { key } = await getStudy(deps, studyId);
    deps.clock.advance(2000);
    url = (await anna.post("/work/next")).location ?? "";
    await anna.post(`${url}/dial`, { number: "n1" });
    page = `/studies/${key}${url}`;
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  const item = () => deps.db.collection<CaseDoc>("cases").findOne({ _id: url.split("/").at(-1) ?? "" });

  it("is remembered with its language, when the interviewer knew it", async () => {
    const form = (await anna.get(`${url}/outcome?situation=answered`)).text;
    expect(form).to.contain('<option value="tr">Turkish</option>').and.to.contain('value="pl">Polish');
    const coded = { situation: "answered", outcome: "language", note: "An uncle", spoken: "tr" };
    expect((await anna.post(`${url}/outcome`, coded)).status).to.equal(303);
    expect(await item()).to.deep.include({
      state: "hold-language",
      why: { code: "hold-language-known", params: { outcome: "language", language: "tr" } },
    });
    expect((await supervisor.get(page)).text).to.contain("Waits for an interviewer who speaks Turkish");
  });

  it("is offered to the supervisor in that language, with a word where nobody speaks it; another one is refused", async () => {
    const text = (await supervisor.get(page)).text;
    expect(text).to.match(
      /<select id="language"[\s\S]*?<option value="tr" selected>Turkish \(nobody on the team speaks it\)/,
    );
    const refused = await supervisor.post(`${page}/release`, { reason: "x", language: "fr" });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('id="language-error"');
  });

  it("goes out in the language that the supervisor sets, by release and by move", async () => {
    const before = await item();
    expect(before?.pool).to.match(/^en\//);
    const release = { reason: "Emre takes it", language: "tr" };
    for (let sent = 0; sent < 2; sent++)
      expect((await supervisor.post(`${page}/release`, release)).status).to.equal(303);
    const released = await item();
    expect(released).to.include({ state: "ready", language: "tr" });
    expect(released?.pool).to.match(/^tr\//);
    const moved = await supervisor.post(`${page}/move`, {
      to: "ready",
      moveReason: "He speaks German",
      moveLanguage: "de",
    });
    expect(moved.status).to.equal(303);
    expect((await item())?.pool).to.match(/^de\//);
    const notes = await deps.db
      .collection("audit")
      .find({ on: released?._id ?? "" })
      .sort({ at: 1, act: -1 })
      .toArray();
    expect(notes.map(({ act, what }) => [act, what.language])).to.deep.equal([
      ["case.release", "tr"],
      ["case.move", "de"],
    ]);
  });
});
