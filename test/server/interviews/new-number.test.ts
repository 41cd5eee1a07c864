import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("a new number that is given in a call", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let client: SignedInClient;
  let url: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("interviewer");
    await openStudy(deps, { userIds: [client.user._id], cases: 1 });
    url = (await client.post("/work/next")).location ?? "";
    await client.post(`${url}/dial`, { number: "n1" });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const code = (newNumber: string) =>
    client.post(`${url}/outcome`, { situation: "answered", outcome: "new-number", newNumber });
  const item = () => deps.db.collection<CaseDoc>("cases").findOne({ _id: url.split("/").at(-1) ?? "" });

  it("is asked for at its field; a wrong one comes back with what was typed and ends nothing", async () => {
    for (const [typed, words] of [
      ["", "Type the number that was given"],
      ["12", "no phone number"],
      ["0900 5123456", "no phone number"],
    ] as const) {
      const page = await code(typed);
      expect(page.status, typed).to.equal(422);
      expect(page.text, typed).to.contain('id="newNumber-error"').and.to.contain(words);
      expect(page.text).to.contain(`value="${typed}"`);
    }
    expect(await item()).to.have.nested.property("current.no", 1);
  });

  it("is stored encrypted and comes next; the old one is not dialed again", async () => {
    expect((await code("(030) 23125 999")).status).to.equal(303);
    const stored = await item();
    expect(stored?.numbers.map(({ id, state }) => ({ id, state }))).to.deep.equal([
      { id: "n1", state: "wrong" },
      { id: "given1", state: "callable" },
    ]);
    expect(stored).to.include({ nextNumberId: "given1", state: "leased", plannedTo: 1 });
    const contact = await loadContact(deps, stored?._id ?? "");
    expect(contact?.numbers.at(-1)).to.deep.equal({ id: "given1", e164: "+493023125999" });
    expect(JSON.stringify(await deps.db.collection("contacts").findOne())).not.to.contain("23125999");
  });
});
