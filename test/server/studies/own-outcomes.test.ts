import { expect } from "chai";
import {
  defaultOutcomes,
  type Outcome,
  outcomeCatalogue,
} from "../../../server/calling/outcome-catalogue.ts";
import { neededOutcomes } from "../../../server/calling/outcome-change-faults.ts";
import { outcomesFor } from "../../../server/calling/outcomes-for.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { jsonText } from "../../../server/studies/json-text.ts";
import { createStudy, getStudy, publishVersion } from "../../../server/studies/studies.ts";
import { surveyFixture } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const shipped = defaultOutcomes().outcomes;
const page = "/studies/poll/outcomes";

/** The shipped catalogue as text, each outcome changed, or left out by null. */
function edited(change: (outcome: Outcome) => object | null, ...more: object[]): string {
  return jsonText({
    formatVersion: 1,
    outcomes: [...shipped.flatMap((outcome) => change(structuredClone(outcome)) ?? []), ...more],
  });
}
const without = (...codes: string[]) => edited((outcome) => (codes.includes(outcome.code) ? null : outcome));
const with_ = (code: string, change: (outcome: Outcome) => object) =>
  edited((outcome) => (outcome.code === code ? change(outcome) : outcome));

describe("a study's own outcomes", () => {
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
    for (const name of ["studies", "audit", "attempts"]) await deps.db.collection(name).deleteMany({});
    const names = { client: { name: "C" }, institute: { name: "I", phone: "+49 30 23125000" } };
    const team = [researcher.user._id, supervisor.user._id];
    const policy = { ...shippedPolicy("uk") };
    await createStudy(deps, { key: "poll", name: "Poll", ...names, languages: ["de"], team, policy }, "test");
    await researcher.post("/language", { locale: "en" });
  });

  const send = (text: string, seen = "") => researcher.post(`${page}/text`, { text, seen });
  const inForce = async () => outcomeCatalogue((await getStudy(deps, "poll")).outcomes).outcomes;
  const seenOn = (html: string) => /name="seen" value="([0-9a-f]+)"/.exec(html)?.[1] ?? "";

  it("are shown to the desk: both labels, AAPOR code, kind, what happens next, keys", async () => {
    const { text } = await supervisor.get(page);
    const row = text
      .split("<tr>")
      .find((one) => one.includes(">refused-today<"))
      ?.replaceAll(/<[^>]*>/g, "|");
    expect(row).to.match(
      /Refused for today\|.*Heute verweigert\|.*2\.112\|.*soft refusal\|.*rest, then again, after 5 days, by a converter\|/,
    );
    expect(text).not.to.match(/outcomes?\.[a-z]+\.|<textarea/);
    // The delay that the policy sets, not the catalogue's.
    const silent = text.split("<tr>").find((one) => one.includes(">silent-call<"));
    expect(silent).to.contain("again, after 3 days");
  });

  it("come and go with a file: added, offered to interviewers, audited, and back to the shipped ones", async () => {
    const own = { ...shipped.find(({ code }) => code === "busy"), code: "dog-barked", key: { en: "G" } };
    const download = await researcher.get(`${page}/json`);
    expect(JSON.parse(download.text)).to.deep.equal(defaultOutcomes());
    const file = edited((outcome) => (outcome.code === "wants-web" ? null : outcome), own);
    const body = new FormData();
    body.set("_csrf", await researcher.token());
    body.set("file", new Blob([file]), "outcomes.json");
    const sent = await researcher.request(`${page}/upload`, { method: "POST", body });
    expect(sent.location).to.equal(`${page}?done=1`);
    expect(jsonText({ formatVersion: 1, outcomes: await inForce() })).to.equal(file);
    const study = await getStudy(deps, "poll");
    expect(study.replanSince).to.be.instanceOf(Date);
    expect(outcomesFor(study, "unanswered", "de").map(({ code }) => code)).to.include("dog-barked");
    expect(outcomesFor(study, "answered").map(({ code }) => code)).not.to.include("wants-web");
    const line = await deps.db.collection("audit").findOne({ act: "study.outcomes" });
    expect(line?.by).to.equal(researcher.user._id);
    expect(JSON.stringify(line?.what.changes)).to.contain("/dog-barked").and.to.contain("/wants-web");
    expect((await researcher.post(`${page}/default`, {})).status).to.equal(303);
    expect((await getStudy(deps, "poll")).outcomes).to.equal(null);
  });

  it("keep what the program itself uses, and what it relies on in it", async () => {
    for (const code of neededOutcomes) {
      const refused = await send(without(code));
      expect(refused.status, code).to.equal(422);
      expect(refused.text).to.contain(`“${code}” is missing; Fieldline itself uses this outcome`);
    }
    const kind = await send(with_("complete", (outcome) => ({ ...outcome, kind: "contact" })));
    expect(kind.text).to.contain("“kind” of “complete” must stay &quot;complete&quot;");
    const open = await send(with_("never-again", ({ blocklist: _, ...outcome }) => outcome));
    expect(open.text).to.contain("“blocklist” of “never-again” must stay");
    expect((await getStudy(deps, "poll")).outcomes).to.equal(null);
    const label = await send(with_("complete", (outcome) => ({ ...outcome, label: { en: "All done" } })));
    expect(label.status, label.text).to.equal(303);
  });

  it("keep what calls of the study have, and what its policy names; elsewhere they may go", async () => {
    const { _id } = await getStudy(deps, "poll");
    const attempt = { studyId: _id, no: 1, startedAt: deps.clock.now(), by: "x" };
    await deps.db.collection("attempts").insertMany([
      { ...attempt, _id: "a:1" as never, caseId: "a", outcome: "fax" },
      { ...attempt, _id: "b:1" as never, caseId: "b", outcome: "away-field", studyId: "another" },
    ]);
    const used = await send(without("fax", "away-field"));
    expect(used.status).to.equal(422);
    expect(used.text).to.contain("“fax” is missing; calls or cases of this study have this outcome");
    expect(used.text).not.to.contain("“away-field” is missing");
    // The policy of the uk sets the delay of a silent call.
    const named = await send(without("silent-call"));
    expect(named.text).to.contain("“silent-call” is missing; the calling policy names it");
    expect((await send(without("away-field"))).status).to.equal(303);
  });

  it("keep what an end of the published questionnaire says", async () => {
    const { _id } = await getStudy(deps, "poll");
    const definition = structuredClone(surveyFixture("short-call")) as { items: object[] };
    definition.items.unshift({ type: "end", id: "away", when: "false", outcome: "away_field" });
    await publishVersion(deps, { studyId: _id, definition, by: "test" });
    const named = await send(without("away-field"));
    expect(named.text).to.contain("“away-field” is missing; an end of the published questionnaire names it");
    expect((await send(without("fax"))).status).to.equal(303);
  });

  it("are refused with code, key and AAPOR faults at their lines, in German too, and the text stays", async () => {
    const [first] = shipped;
    const twice = await send(edited((outcome) => outcome, { ...first }));
    expect(twice.text).to.contain("“no-answer” is there twice.");
    await researcher.post("/language", { locale: "de" });
    const key = await send(with_("busy", (outcome) => ({ ...outcome, key: { en: "N", de: "B" } })));
    expect(key.text)
      .to.contain("N ist schon die Taste von no-answer.")
      .and.to.match(/\/outcomes\/1\/key\/en<\/span>, Zeile \d+/);
    const aapor = await send(with_("busy", (outcome) => ({ ...outcome, aapor: "2.99" })));
    expect(aapor.text).to.contain("&quot;2.99&quot; ist nicht erlaubt").and.to.contain("&quot;2.99&quot;,");
    // Without a German letter the English one is taken, and must be free there too.
    const fallback = await send(with_("no-answer", (outcome) => ({ ...outcome, key: { en: "B" } })));
    expect(fallback.status).to.equal(422);
    expect((await getStudy(deps, "poll")).outcomes).to.equal(null);
  });

  it("never overwrite what somebody else saved in between", async () => {
    const seen = seenOn((await researcher.get(page)).text);
    await send(without("wants-web"), seen);
    const late = await send(without("fax"), seen);
    expect(late.status).to.equal(409);
    expect(late.text).to.contain("Somebody else saved in between");
    expect((await inForce()).map(({ code }) => code))
      .to.include("fax")
      .and.not.to.include("wants-web");
    expect((await send(without("fax"), seenOn(late.text))).status).to.equal(303);
    expect((await researcher.post(`${page}/default`, { seen })).status).to.equal(409);
  });

  it("are changed by authors alone", async () => {
    for (const act of ["text", "default"])
      expect((await supervisor.post(`${page}/${act}`, { text: without("fax") })).status).to.equal(403);
  });
});
