import { Readable } from "node:stream";
import { expect } from "chai";
import { shippedPolicyNames } from "../../../server/calling/shipped-policy.ts";
import { importBlockingFile } from "../../../server/compliance/import-blocking-file.ts";
import { addToTeam, createStudy, getStudy } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("the page of calling rules", () => {
  let database: TestDatabase;
  let server: TestServer;
  let deps: TestDeps;
  let researcher: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
    const names = { client: { name: "C" }, institute: { name: "I", phone: "+49 30 23125000" } };
    const team = [researcher.user._id];
    await createStudy(deps, { key: "poll", name: "Poll", ...names, languages: ["de"], team }, "test");
    await researcher.post("/language", { locale: "de" });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  for (const preset of shippedPolicyNames().filter((name) => name !== "demo"))
    it(`says in German what the limits of ${preset} rest on`, async () => {
      const set = await researcher.post("/studies/poll/policy", { preset });
      expect(set.location).to.equal("/studies/poll/policy?done=1");
      const page = await researcher.get("/studies/poll/policy");
      expect(page.text).to.contain("Hausregel");
      // The policy as text, for those who edit it, is as it is stored.
      expect(page.text.replace(/<textarea.*<\/textarea>/s, "")).not.to.match(
        /House rule|guideline|voluntary|Telemarketing|at most|a machine| is known| on record|internal limit/,
      );
    });

  it("says what applies: closed days, what each limit counts, rests, delays by outcome, appointments, dialing", async () => {
    await researcher.post("/language", { locale: "en" });
    await researcher.post("/studies/poll/policy", { preset: "de-adm" });
    const words = (await researcher.get("/studies/poll/policy")).text.replaceAll(/<[^>]*>/g, "|");
    for (const said of [
      /Sunday\|+closed: no reason is stated\|+ \|+with a stated reason 10:00 – 18:00/,
      /Public holidays\|+closed: no reason is stated/,
      /Attempts per number and day\|+4\|+in a day, per number\|+Code of conduct\|+ADM\/ASI/,
      /over all studies\|+4\|+in a day, over all studies of the institute\|+House rule\s*\|/,
      /After any refusal\|+No call of another study to that number for 90 days/,
      /Consent to the call\|+Not needed/,
      /Missed appointment\|+After 1 hour it becomes a call-back/,
      /Soft refusals\|+Number 2 closes the case/,
      /Preview: dialed after 10 seconds/,
      /Busy\|+again, after 20 minutes\|/,
      /Refused for today\|+rest, then again, after 5 days, by a converter/,
      /Weekday, evening\|+Mon, Tue, Wed, Thu, Fri 17:00 – 21:00/,
    ])
      expect(words).to.match(said);
    expect(words).not.to.match(/policy\.|House rule\s*\|+House rule\s*\|/);
  });

  it("states what the uk preset asks of the house: information message, caller id, monitoring", async () => {
    await researcher.post("/studies/poll/policy", { preset: "uk" });
    const { text } = await researcher.get("/studies/poll/policy");
    expect(text).to.match(/within 2 seconds who called.*Code of conduct: Ofcom statement/);
    expect(text).to.contain("no local number that suggests a caller from nearby");
    expect(text).to.match(/somebody may listen in.*MRS Code of Conduct/);
    expect(text).to.match(
      /Silent call[^<]*<\/th><td>again, after 3 days[^<]* <small class="quiet">set by this policy/,
    );
  });

  it("warns on the study's page and before the field opens, of a blocking file that is missing or old", async () => {
    await researcher.post("/language", { locale: "en" });
    await researcher.post("/studies/poll/policy", { preset: "de-adm" });
    const page = async () => (await researcher.get("/studies/poll")).text;
    expect(await page()).to.contain("“ADM” was never imported");
    const date = deps.clock.now();
    await importBlockingFile(deps, {
      ...{ stream: Readable.from(["+493023125001"]), list: "ADM", source: "x", country: "DE", by: "x", date },
    });
    expect(await page()).not.to.contain("ADM");
    deps.clock.advance(31 * 86_400_000);
    researcher = await server.client("researcher");
    await addToTeam(deps, (await getStudy(deps, "poll"))._id, researcher.user._id, "test");
    expect(await page()).to.contain("“ADM” is 31 days old");
    expect((await researcher.get("/studies/poll/policy")).text).to.contain("“ADM” is 31 days old");
  });

  it("marks a study as advertising, and says that no number has a consent yet", async () => {
    expect((await researcher.post("/studies/poll/advertising", { advertising: "yes" })).status).to.equal(303);
    expect((await getStudy(deps, "poll")).advertising).to.equal(true);
    expect((await researcher.get("/studies/poll/policy")).text).to.match(/value="yes" checked/);
    expect((await researcher.get("/studies/poll")).text).to.contain("no number has a consent with its proof");
    await researcher.post("/studies/poll/advertising", {});
    expect((await researcher.get("/studies/poll")).text).not.to.contain("counts as advertising");
    const supervisor = await server.client("supervisor");
    expect((await supervisor.post("/studies/poll/advertising", { advertising: "yes" })).status).to.equal(403);
  });
});
