import { expect } from "chai";
import { addToTeam, createStudy } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("the results of a study", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let researcher: SignedInClient;
  let client: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
    client = await server.client("client", { name: "Carla Council" });
    const study = await createStudy(
      deps,
      {
        key: "city",
        name: "City services",
        client: { name: "Northmoor City Council" },
        institute: { name: "Institute", phone: "+49 30 23125000" },
        languages: ["en"],
        team: [researcher.user._id],
      },
      "test",
    );
    await addToTeam(deps, study._id, client.user._id, "test");
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const asClient = async () => (await client.get("/results/city")).status;

  it("are the house's own until a researcher releases them, who is told what that does", async () => {
    expect(await asClient()).to.equal(404);
    const page = (await researcher.get("/studies/city/release")).text;
    expect(page).to.contain("Carla Council").and.to.contain("people of Northmoor City Council");
    await researcher.post("/studies/city/release", { results: "release" });
    expect(await asClient()).to.equal(200);
    expect((await client.get("/results")).text).to.contain("City services");
  });

  it("can be taken back, and each turn is in the diary once", async () => {
    await researcher.post("/studies/city/release", { results: "withhold" });
    await researcher.post("/studies/city/release", { results: "withhold" });
    expect(await asClient()).to.equal(404);
    const acts = await deps.db
      .collection("audit")
      .find({ act: /^study\.(release|withhold)/ })
      .toArray();
    expect(acts.map(({ act }) => act)).to.deep.equal(["study.release", "study.withhold"]);
  });

  it("are released by nobody else", async () => {
    const supervisor = await server.client("supervisor");
    await addToTeam(
      deps,
      String((await deps.db.collection("studies").findOne())?._id),
      supervisor.user._id,
      "test",
    );
    expect((await supervisor.post("/studies/city/release", { results: "release" })).status).to.equal(403);
    expect((await researcher.post("/studies/city/release", { results: "both" })).status).to.equal(400);
    expect(await asClient()).to.equal(404);
  });
});
