import { expect } from "chai";
import { shippedPolicyNames } from "../../../server/calling/shipped-policy.ts";
import { createStudy } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("the page of calling rules", () => {
  let database: TestDatabase;
  let server: TestServer;
  let researcher: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    const deps = testDeps(database.db);
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
      expect(page.text).to.contain("Festlegung des Instituts");
      expect(page.text).not.to.match(/House rule|guideline|voluntary|Telemarketing/);
    });
});
