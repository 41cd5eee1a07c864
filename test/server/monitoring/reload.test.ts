import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { addToTeam, getStudy, setStudyStatus } from "../../../server/studies/studies.ts";
import { addUser } from "../../../server/users/users.ts";
import { openStudy, surveyFixture } from "../../setup/interview-fixture.ts";
import { type SignedInClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

/** Every field of a page's forms with what stands in it, as a browser would send it. */
function fieldsOf(html: string, action: string): Record<string, string> {
  const form = html.split("<form ").find((part) => part.split(">")[0]?.includes(`action="${action}"`)) ?? "";
  const sent = (form.split("</form>")[0] ?? "").replaceAll(
    /<input type="checkbox"(?![^>]*checked)[^>]*>/g,
    "",
  );
  const inputs = sent.matchAll(/<input[^>]*name="([^"]*)"[^>]*?value="([^"]*)"/g);
  const decode = (text: string) =>
    text.replaceAll("&quot;", '"').replaceAll("&#x3D;", "=").replaceAll("&amp;", "&");
  return Object.fromEntries(
    [...inputs]
      .map(([, name = "", value = ""]) => [decode(name), decode(value)] as const)
      .filter(([name]) => name !== "_csrf"),
  );
}

describe("a form of the desk that is sent from an older tab", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let supervisor: SignedInClient;
  let studyId = "";
  let key = "";
  let cases: string[] = [];
  let made = 0;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    supervisor = await server.client("supervisor");
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    const study = await openStudy(deps, { survey: "screen-out", userIds: [], firstNumber: 3 * made++ });
    await addToTeam(deps, study.studyId, supervisor.user._id, "test");
    studyId = study.studyId;
    cases = study.caseIds;
    key = (await getStudy(deps, studyId)).key;
  });

  const page = (rest: string) => `/studies/${key}${rest}`;
  const caseNow = () => deps.db.collection<CaseDoc>("cases").findOne({ _id: cases[0] ?? "" });

  it("opens no field that somebody has paused meanwhile, and says so", async () => {
    const interviewer = await addUser(
      deps,
      { login: `w-${made}`, name: "W", password: testPassword, roles: ["interviewer"] },
      "test",
    );
    await addToTeam(deps, studyId, interviewer._id, "test");
    const old = fieldsOf((await supervisor.get(page(""))).text, page("/status"));
    expect(old.from).to.equal("open");
    await setStudyStatus(deps, { studyId, to: "paused", by: "test" });
    const late = await supervisor.post(page("/status"), { ...old, to: "closed", reason: "All done" });
    expect(late.status).to.equal(409);
    expect(late.text).to.contain('role="alert"').and.to.contain('value="All done"');
    expect((await getStudy(deps, studyId)).status).to.equal("paused");
  });

  it("takes no case away that an interviewer got meanwhile, and keeps the reason that was typed", async () => {
    const path = page(`/cases/${cases[0]}`);
    const old = fieldsOf((await supervisor.get(path)).text, `${path}/move`);
    await deps.db.collection<CaseDoc>("cases").updateOne({ _id: cases[0] ?? "" }, {
      $set: {
        state: "leased",
        lease: { by: "x", name: "X", since: deps.clock.now(), until: deps.clock.now(), from: "ready" },
      },
      $inc: { planRevision: 1, fence: 1 },
    } as never);
    const move = { ...old, to: "hold-supervisor", moveReason: "Letter from the council" };
    const late = await supervisor.post(`${path}/move`, move);
    expect(late.status).to.equal(409);
    expect(late.text)
      .to.contain('value="Letter from the council"')
      .and.to.contain("was changed while this page");
    expect((await caseNow())?.state).to.equal("leased");
    // Whoever has seen it may decide: the page that came back is a new one.
    const again = fieldsOf(late.text, `${path}/move`);
    expect((await supervisor.post(`${path}/move`, { ...move, ...again })).status).to.equal(303);
    expect((await caseNow())?.state).to.equal("hold-supervisor");
  });

  it("makes no case ready that has come to its end meanwhile", async () => {
    const path = page(`/cases/${cases[0]}`);
    const set = (members: Partial<CaseDoc>) =>
      deps.db
        .collection<CaseDoc>("cases")
        .updateOne({ _id: cases[0] ?? "" }, { $set: members, $inc: { planRevision: 1 } } as never);
    await set({ state: "rest" });
    const old = fieldsOf((await supervisor.get(path)).text, `${path}/release`);
    await set({ state: "waiting" });
    const late = await supervisor.post(`${path}/release`, { ...old, reason: "Promised to call back" });
    expect(late.status).to.equal(409);
    expect(late.text).to.contain('value="Promised to call back"');
    expect((await caseNow())?.state).to.equal("waiting");
  });

  it("sets back no quota target that somebody else has changed", async () => {
    const field = (sex: number) => `target:q_sex:sex=${sex}`;
    await supervisor.post(page("/quotas"), { [field(1)]: "30", [field(2)]: "30" });
    const old = fieldsOf((await supervisor.get(page("/quotas"))).text, page("/quotas"));
    expect(old[field(1)]).to.equal("30");
    await supervisor.post(page("/quotas"), { [field(1)]: "50", reason: "more men", confirmed: "yes" });
    const mine = { ...old, [field(2)]: "40", reason: "more women" };
    const asked = await supervisor.post(page("/quotas"), mine);
    expect(asked.text).to.contain('30</td><td class="n">40').and.not.to.contain(">50<");
    await supervisor.post(page("/quotas"), { ...mine, confirmed: "yes" });
    const cells = await deps.db.collection("quota-cells").find({ studyId }).sort({ _id: 1 }).toArray();
    expect(cells.map(({ target }) => target)).to.deep.equal([50, 40]);
  });

  it("changes the lines of people that were touched, and asks when two touched the same", async () => {
    const [anna, ben] = await Promise.all(
      ["Anna", "Ben"].map((name) =>
        addUser(
          deps,
          { login: `${name}-${made}`, name, password: testPassword, roles: ["interviewer"] },
          "test",
        ),
      ),
    );
    for (const one of [anna, ben]) await addToTeam(deps, studyId, one?._id ?? "", "test");
    const path = page("/assignments");
    const share = (one: typeof anna) => `share.${one?._id}`;
    const shares = async () => {
      const { team } = await getStudy(deps, studyId);
      return [anna, ben].map((one) => team.find(({ userId }) => userId === one?._id)?.share ?? null);
    };
    const old = fieldsOf((await supervisor.get(path)).text, path);
    await supervisor.post(path, { ...old, [share(anna)]: "50" });
    await supervisor.post(path, { ...old, [share(ben)]: "30" });
    expect(await shares()).to.deep.equal([0.5, 0.3]);
    const late = await supervisor.post(path, { ...old, [share(anna)]: "70" });
    expect(late.status).to.equal(409);
    expect(late.text).to.contain("Somebody else changed this line").and.to.contain('value="70"');
    expect(await shares()).to.deep.equal([0.5, 0.3]);
    await supervisor.post(path, fieldsOf(late.text, path));
    expect(await shares()).to.deep.equal([0.7, 0.3]);
  });

  it("ends no interview in the ledger by a break that is over", async () => {
    const anna = await server.client("interviewer");
    const study = await openStudy(deps, { userIds: [anna.user._id], firstNumber: 100 });
    await anna.post("/pause", { start: "paid-break" });
    deps.clock.advance(60_000);
    await anna.post("/pause", { end: "1" });
    const start = (await anna.post("/work/next")).location ?? "";
    await anna.post(`${start}/dial`);
    deps.clock.advance(60_000);
    await anna.post(`${start}/contact`, { person: "target" });
    const lines = () => deps.db.collection("time-entries").countDocuments({ userId: anna.user._id });
    const before = await lines();
    deps.clock.advance(60_000);
    expect((await anna.post("/pause", { end: "1" })).location).to.equal("/work");
    expect(await lines()).to.equal(before);
    expect(study.caseIds).to.have.length(3);
  });
});

describe("a questionnaire's draft that is sent from an older tab", () => {
  it("is not written over another one, and stands there to be copied; the same text is saved already", async () => {
    const database = await openTestDatabase();
    const deps = testDeps(database.db);
    const server = await startTestServer(deps);
    try {
      const researcher = await server.client("researcher");
      const { studyId } = await openStudy(deps, { userIds: [] });
      await addToTeam(deps, studyId, researcher.user._id, "test");
      const path = `/studies/${(await getStudy(deps, studyId)).key}/questionnaire`;
      const text = JSON.stringify({ ...surveyFixture("short-call"), title: "First" }, null, 2);
      for (const _ of [1, 2])
        expect((await researcher.post(path, { text, revision: "0", act: "check" })).status).to.equal(303);
      const other = text.replace("First", "Second");
      const late = await researcher.post(path, { text: other, revision: "0", act: "check" });
      expect(late.status).to.equal(409);
      expect(late.text).to.contain("Second");
      expect((await researcher.get(path)).text)
        .to.contain("First")
        .and.not.to.contain("Second");
    } finally {
      await server.close();
      await database.close();
    }
  });
});
