import { expect } from "chai";
import { createStudy, getStudy, publishVersion } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const definition = { formatVersion: 1, id: "q", title: "Q", languages: ["en"], items: [] };

describe("the desk of a study", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let researcher: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const study = (key: string, team: string[]) =>
    createStudy(
      deps,
      {
        key,
        name: `Study ${key}`,
        client: { name: "Northmoor City Council" },
        institute: { name: "Institute", phone: "+49 30 23125000" },
        languages: ["en"],
        team,
      },
      "test",
    );

  it("is empty at first and says what to do", async () => {
    const newcomer = await server.client("researcher");
    expect((await newcomer.get("/studies")).text).to.contain("Start with its name and the client");
    const supervisor = await server.client("supervisor");
    expect((await supervisor.get("/studies")).text).to.contain("Ask the researcher of the study to add you");
  });

  it("begins with a form that keeps what was typed and names each fault at its field", async () => {
    const form = {
      name: "City services",
      key: "City Services",
      client: "",
      institute: "Institute",
      phone: "call us",
      languages: "english!",
      target: "many",
    };
    const refused = await researcher.post("/studies/new", form);
    expect(refused.status).to.equal(422);
    for (const field of ["key", "client", "phone", "languages", "target"])
      expect(refused.text).to.contain(`id="${field}-error"`);
    expect(refused.text).to.contain('value="City Services"').and.not.to.contain('id="name-error"');
    const fits = {
      ...form,
      key: "city",
      client: "Council",
      phone: "+49 30 23125000",
      languages: "en, de",
      target: "10",
    };
    expect((await researcher.post("/studies/new", fits)).location).to.equal("/studies/city");
    expect((await researcher.post("/studies/new", fits)).text).to.contain(
      "Another study has this short name.",
    );
    expect((await researcher.get("/studies")).text).to.contain("City services");
  });

  it("is closed to everybody outside its team", async () => {
    await study("secret", ["somebody-else"]);
    for (const page of ["", "/team", "/questionnaire", "/sample", "/field"])
      expect((await researcher.get(`/studies/secret${page}`)).status, page).to.equal(404);
    expect((await researcher.post("/studies/secret/status", { to: "closed" })).status).to.equal(404);
    expect((await researcher.get("/studies")).text).not.to.contain("secret");
  });

  it("says what is missing before the field can open", async () => {
    await study("bare", [researcher.user._id]);
    const page = (await researcher.get("/studies/bare")).text;
    expect(page)
      .to.contain("No version of the questionnaire is published.")
      .and.to.contain("There is no sample.");
    expect((await researcher.post("/studies/bare/status", { to: "open" })).status).to.equal(409);
    expect((await getStudy(deps, "bare")).status).to.equal("draft");
  });

  it("says what pausing does, and tells the reason to everybody who sees the study", async () => {
    const interviewer = await server.client("interviewer");
    const { _id } = await study("running", [researcher.user._id, interviewer.user._id]);
    await publishVersion(deps, { studyId: _id, definition, by: "test" });
    await deps.db.collection("cases").insertOne({ studyId: _id, state: "ready", attempts: 0 });
    await researcher.post("/studies/running/status", { to: "open" });
    expect((await researcher.get("/studies/running")).text).to.contain("No new case goes out.");
    const paused = await researcher.post("/studies/running/status", { to: "paused", reason: "Fire drill" });
    expect(paused.location).to.equal("/studies/running");
    expect((await researcher.get("/studies")).text).to.contain("Fire drill");
  });

  it("takes people into the team and off it again", async () => {
    const { _id } = await study("teamwork", [researcher.user._id]);
    const supervisor = await server.client("supervisor");
    expect((await supervisor.get("/studies/teamwork")).status).to.equal(404);
    await researcher.post("/studies/teamwork/team", { add: [supervisor.user._id] });
    expect((await supervisor.get("/studies/teamwork/team")).status).to.equal(200);
    await researcher.post("/studies/teamwork/team", { remove: supervisor.user._id });
    expect((await supervisor.get("/studies/teamwork")).status).to.equal(404);
    expect((await getStudy(deps, _id)).team).to.have.length(1);
  });
});
