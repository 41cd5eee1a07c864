import { expect } from "chai";
import { isPolicy, type Policy } from "../../../server/calling/policy.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { jsonText } from "../../../server/studies/json-text.ts";
import { createStudy, getStudy } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const adm = shippedPolicy("de-adm");
const page = "/studies/poll/policy";

describe("a study's own calling policy", () => {
  let database: TestDatabase;
  let server: TestServer;
  let deps: TestDeps;
  let researcher: SignedInClient;
  let supervisor: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    [researcher, supervisor] = [await server.client("researcher"), await server.client("supervisor")];
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    await deps.db.collection("studies").deleteMany({});
    await deps.db.collection("audit").deleteMany({});
    const names = { client: { name: "C" }, institute: { name: "I", phone: "+49 30 23125000" } };
    const team = [researcher.user._id, supervisor.user._id];
    const policy = { ...adm };
    await createStudy(deps, { key: "poll", name: "Poll", ...names, languages: ["de"], team, policy }, "test");
    await researcher.post("/language", { locale: "en" });
  });

  const inForce = async (): Promise<Policy> => {
    const { policy } = await getStudy(deps, "poll");
    if (!isPolicy(policy)) throw new Error("no policy");
    return policy;
  };
  const seenOn = async () =>
    /name="seen" value="([0-9a-f]+)"/.exec((await researcher.get(page)).text)?.[1] ?? "";
  const edited = (change: Partial<Policy> & object) => jsonText({ ...adm, ...change });
  const audit = () => deps.db.collection("audit").find({ act: "study.policy" }).toArray();

  it("opens Sundays and holidays when their reason is stated, and shuts them when it is taken away", async () => {
    const sent = await researcher.post(`${page}/reason`, { reason: " Shift workers ", seen: await seenOn() });
    expect(sent.location).to.equal(`${page}?done=1`);
    expect((await inForce()).hours.reason).to.equal("Shift workers");
    expect((await getStudy(deps, "poll")).replanSince).to.be.instanceOf(Date);
    const { text } = await supervisor.get(page);
    expect(text).to.contain("Shift workers").and.not.to.contain("closed: no reason");
    expect(text).to.contain("Differs from the preset");
    await researcher.post(`${page}/reason`, { reason: "  " });
    expect((await inForce()).hours.reason).to.equal(null);
  });

  it("takes the reason along with a preset that asks for one, and leaves it out of one that does not", async () => {
    await researcher.post(page, { preset: "de-adm", reason: "Election night" });
    expect((await inForce()).hours).to.deep.equal({ ...adm.hours, reason: "Election night" });
    await researcher.post(page, { preset: "plain", reason: "Election night" });
    expect(await inForce()).to.deep.equal(shippedPolicy("plain"));
  });

  it("is edited as text, read back as it was written, and its change is in the audit", async () => {
    const shown = await researcher.get(page);
    const text = edited({ maxSoftRefusals: 3, delays: { busy: { delayMinutes: 45 } } });
    const sent = await researcher.post(`${page}/text`, {
      text: text.replaceAll("\n", "\r\n"),
      seen: await seenOn(),
    });
    expect(sent.status, sent.text).to.equal(303);
    expect(jsonText(await inForce())).to.equal(text);
    expect((await researcher.get(page)).text)
      .to.contain("again, after 45 minutes")
      .and.not.to.equal(shown.text);
    const [line, ...more] = await audit();
    expect(more).to.deep.equal([]);
    expect(line).to.deep.include({ by: researcher.user._id });
    expect(line?.what.changes).to.deep.equal([
      "/maxSoftRefusals: 2 → 3",
      '/delays/busy: – → {"delayMinutes":45}',
    ]);
    // Sent again it holds already, and nothing more is noted.
    expect((await researcher.post(`${page}/text`, { text, seen: "0" })).status).to.equal(303);
    expect(await audit()).to.have.length(1);
  });

  it("is refused with every fault, its place and what is allowed; what was typed stays, the old one holds", async () => {
    const text = jsonText({
      ...adm,
      maxSoftRefusals: 9,
      colour: "<red>",
      dialing: { ...adm.dialing, mode: "predictive" },
    });
    const refused = await researcher.post(`${page}/text`, { text });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain("9 is too large; at most 5.");
    expect(refused.text).to.match(/\/maxSoftRefusals<\/span>, line \d+/);
    expect(refused.text).to.contain("“colour” is unknown here.");
    expect(refused.text).to.contain("is not allowed; allowed: manual, preview, progressive.");
    expect(refused.text).to.contain("&lt;red&gt;");
    await researcher.post("/language", { locale: "de" });
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const never = edited({ hours: { ...adm.hours, days: closed, holidays: null } });
    const shut = await researcher.post(`${page}/text`, { text: never });
    expect(shut.text).to.contain("So bleibt in den nächsten 14 Tagen keine Stunde zum Anrufen.");
    const broken = await researcher.post(`${page}/text`, { text: '{\n  "name": plain\n}' });
    expect(broken.status).to.equal(422);
    expect(broken.text).to.contain("Das ist kein JSON").and.to.contain("plain\n}</textarea>");
    expect(await inForce()).to.deep.equal(adm);
    expect(await audit()).to.deep.equal([]);
  });

  it("never overwrites what somebody else saved in between, and keeps what was typed", async () => {
    const seen = await seenOn();
    await researcher.post(page, { preset: "plain", seen });
    const text = edited({ maxSoftRefusals: 3 });
    const late = await researcher.post(`${page}/text`, { text, seen });
    expect(late.status).to.equal(409);
    expect(late.text)
      .to.contain("Somebody else saved in between")
      .and.to.contain("&quot;maxSoftRefusals&quot;: 3");
    expect((await researcher.post(page, { preset: "us", seen })).status).to.equal(409);
    expect((await researcher.post(`${page}/reason`, { reason: "Why", seen })).status).to.equal(400);
    expect(await inForce()).to.deep.equal(shippedPolicy("plain"));
    // The page that says so has seen the new one.
    const again = /name="seen" value="([0-9a-f]+)"/.exec(late.text)?.[1] ?? "";
    expect((await researcher.post(`${page}/text`, { text, seen: again })).status).to.equal(303);
    expect((await inForce()).maxSoftRefusals).to.equal(3);
  });

  it("for trial data is refused while the telephone is real, by every way", async () => {
    const preset = await researcher.post(page, { preset: "demo" });
    const text = await researcher.post(`${page}/text`, { text: jsonText(shippedPolicy("demo")) });
    for (const refused of [preset, text]) {
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain("needs the simulated telephone");
    }
    expect(await inForce()).to.deep.equal(adm);
  });

  it("is changed by authors alone", async () => {
    for (const [path, form] of [
      [page, { preset: "plain" }],
      [`${page}/reason`, { reason: "Election" }],
      [`${page}/text`, { text: edited({ maxSoftRefusals: 3 }) }],
    ] as const)
      expect((await supervisor.post(path, form)).status).to.equal(403);
    const { text } = await supervisor.get(page);
    expect(text).to.contain("Calling hours").and.not.to.contain("<textarea");
  });
});
