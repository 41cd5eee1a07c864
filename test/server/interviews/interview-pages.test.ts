import { expect } from "chai";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const stem = "How much do you trust these?";

/** The hidden fields of the step's form. */
function fields(html: string): Record<string, string> {
  const form = /<form[^>]*id="step"[\s\S]*$/.exec(html)?.[0] ?? "";
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="(fence|seq|key|at)" value="([^"]*)"/g)].map((found) => [
      found[1] ?? "",
      found[2] ?? "",
    ]),
  );
}

describe("an interview by plain forms", () => {
  let database: TestDatabase;
  let server: TestServer;
  let deps: TestDeps;
  let client: SignedInClient;
  let interviewUrl = "";

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("interviewer");
    await openStudy(deps, { userIds: [client.user._id] });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  async function begin(): Promise<string> {
    const next = await client.post("/work/next");
    expect(next.location).to.match(/^\/cases\//);
    const start = await client.get(next.location ?? "");
    expect(start.text).to.contain("Anna Muster");
    const dialed = await client.post(`${next.location}/dial`, { number: "n1" });
    expect(dialed.location).to.equal(`${next.location}/contact`);
    const contact = await client.get(dialed.location ?? "");
    expect(contact.status).to.equal(200);
    const opened = await client.post(`${next.location}/contact`, { person: "target" });
    expect(opened.location).to.match(/^\/interviews\//);
    return opened.location ?? "";
  }

  async function answer(
    entries: Record<string, string | string[]>,
  ): Promise<{ status: number; text: string }> {
    const page = await client.get(interviewUrl);
    const posted = await client.post(`${interviewUrl.split("?")[0]}/acts`, {
      ...fields(page.text),
      ...entries,
    });
    if (posted.status !== 303) return posted;
    interviewUrl = posted.location ?? "";
    return client.get(interviewUrl);
  }

  it("asks why a case is given back before it goes", async () => {
    const start = (await client.post("/work/next")).location ?? "";
    const withoutReason = await client.post(`${start}/release`);
    expect(withoutReason.location).to.equal(`${start}/release`);
    const page = await client.get(`${start}/release`);
    expect(page.text).to.contain("Why are you giving the case back?").and.contain("I know this person");
    expect((await client.get(start)).status, "still held").to.equal(200);
    const given = await client.post(`${start}/release`, { reason: "known" });
    expect(given.location).to.equal("/work?released=1");
    const contact = await loadContact(deps, start.split("/").at(-1) ?? "");
    expect(contact?.notes.map((note) => note.text)).to.deep.equal(["I know this person"]);
    const next = (await client.post("/work/next")).location ?? "";
    expect(next, "another case")
      .to.match(/^\/cases\//)
      .and.not.equal(start);
    await client.post(`${next}/release`, { reason: "notNow" });
    const kept = await deps.db
      .collection("cases")
      .find({ notFor: { $exists: true } })
      .toArray();
    expect(kept.map(({ _id }) => `/cases/${_id}`)).to.deep.equal([start]);
  });

  it("goes from the next case to the outcome, with every answer stored", async () => {
    interviewUrl = await begin();
    expect((await client.get(interviewUrl)).text).to.contain("Thank you for your time.");
    expect((await answer({})).text).to.contain("Have you used the city library");
    expect((await answer({ code: "1" })).text).to.contain("What did you use?");
    expect((await answer({ answer: ["1", "3"], "other:which_other": "maps" })).text).to.contain("How often");
    expect((await answer({ code: "120" })).text).to.contain("More than a hundred times");
    expect((await answer({ check: "3" })).text).to.contain("from 0 to 10");
    expect((await answer({ answer: "7" })).text).to.contain("The mayor");
    expect((await answer({ code: "2" })).text).to.contain("The local paper");
    const cases = await deps.db.collection("cases").findOne({ state: "interview" });
    expect((await client.get(interviewUrl)).text, "stem at the second row").not.to.contain(stem);
    await client.post(`/cases/${cases?._id}/contact`, { person: "target" });
    const resumed = (await client.get(interviewUrl)).text;
    expect(resumed, "stem at the first step after a resume").to.contain(stem);
    expect(resumed, "state of the call").to.contain("Connected").and.not.to.contain("Dialed");
    const outcome = await client.get(`/cases/${cases?._id}/outcome`);
    expect(outcome.text).to.match(/Left out because the interview began: No answer, .*, and \d+ more\./);
    expect((await answer({ press: "special:dk" })).text).to.contain("When did you move here?");
    expect((await answer({ code: "24.12.2001" })).text).to.contain("What should the city change?");
    expect((await answer({ text: "More <b>trees</b>" })).text).to.contain("Thank you, that was all.");
    const ended = await answer({});
    expect(ended.status).to.equal(200);
    const stored = await interviewModel(deps.db).findOne({ status: "complete" }).lean();
    expect(stored?.outcome).to.equal("complete");
    expect(stored?.finishing).to.equal(undefined);
    expect(stored?.state.answers).to.deep.include({
      used: { v: "1" },
      which: { v: ["1", "3"] },
      which_other: { v: "maps" },
      visits: { v: 120 },
      happy: { v: 7 },
      "trust@mayor": { v: "2" },
      "trust@press": { s: "dk" },
      moved: { v: "2001-12-24" },
      wish: { v: "More <b>trees</b>" },
    });
    const events = await deps.db.collection("answer-events").countDocuments({});
    expect(events).to.equal(stored?.state.lastSeq);
    const done = await deps.db.collection("cases").findOne({ disposition: "1.1" });
    expect(done?.state).to.equal("final");
  });
});
