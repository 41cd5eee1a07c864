import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { libraryFolder } from "../../../server/paths.ts";
import { questionnaireDefinition } from "../../../server/questionnaires/questionnaires.ts";
import { createStudy, getStudy } from "../../../server/studies/studies.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const poll = readFileSync(join(libraryFolder, "opinion-poll.json"), "utf8");

describe("the questionnaire page", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let researcher: SignedInClient;
  let supervisor: SignedInClient;
  let made = 0;
  let key = "";
  const page = (rest = "") => `/studies/${key}/questionnaire${rest}`;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
    supervisor = await server.client("supervisor");
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    key = `study-${++made}`;
    await createStudy(
      deps,
      {
        key,
        name: "Poll",
        client: { name: "C" },
        institute: { name: "I", phone: "+49 30 23125000" },
        languages: ["en", "de"],
        team: [researcher.user._id, supervisor.user._id],
      },
      "test",
    );
  });

  it("keeps a faulty draft and says line by line what to change", async () => {
    const text = '{\n  "formatVersion": 1,\n  "id": "q<script>",\n  "itemz": []\n}';
    const answer = await researcher.post(page(), { text, revision: "0", act: "check" });
    expect(answer.status).to.equal(200);
    expect(answer.text).to.contain("&quot;itemz&quot; is not known here").and.to.contain("line 4");
    expect(answer.text).not.to.contain("<script>");
    expect((await researcher.get(page())).text, "the saved draft").to.contain("q&lt;script&gt;");
  });

  it("publishes only what is free of errors", async () => {
    const refused = await researcher.post(page(), { text: "{}", revision: "0", act: "publish" });
    expect(refused.status).to.equal(422);
    expect((await getStudy(deps, key)).versions).to.have.length(0);
    const done = await researcher.post(page(), { text: poll, revision: "1", act: "publish" });
    expect(done.location).to.equal(page("?published=1"));
    const [version] = (await getStudy(deps, key)).versions;
    expect(await questionnaireDefinition(deps, version?.hash ?? "")).to.deep.equal(JSON.parse(poll));
    expect((await researcher.get(page())).text).to.contain("Version 1");
  });

  it("compares two versions, for everybody at a desk, and lets authors move open interviews", async () => {
    await researcher.post(page(), { text: poll, revision: "0", act: "publish" });
    const changed = JSON.parse(poll);
    const [first] = changed.items;
    const added = { type: "text", id: "added_later", read: { en: "What else?", de: "Was noch?" } };
    changed.items = [first, added, ...changed.items.slice(1)];
    await researcher.post(page(), { text: JSON.stringify(changed), revision: "1", act: "publish" });
    const report = await supervisor.get(page("/differences"));
    expect(report.text).to.contain("text added_later is new").and.to.contain("Open interviews can move");
    expect((await supervisor.get(page("/differences?from=2&to=1"))).text).to.contain("is gone");
    expect((await supervisor.post(page("/moving"), { move: "yes" })).status).to.equal(403);
    expect((await researcher.post(page("/moving"), { move: "yes" })).status).to.equal(303);
    expect((await getStudy(deps, key)).moveOpenInterviews).to.equal(true);
  });

  it("tells the second of two people who save, and keeps her text", async () => {
    await researcher.post(page(), { text: '{"first": 1}', revision: "0", act: "check" });
    const late = await researcher.post(page(), { text: '{"second": 1}', revision: "0", act: "check" });
    expect(late.status).to.equal(409);
    expect(late.text).to.contain("saved in another window").and.to.contain("&quot;second&quot;");
    expect((await researcher.get(page())).text).to.contain("&quot;first&quot;");
  });

  it("takes an uploaded file, but not without the form's token, nor one that is too large", async () => {
    const upload = async (content: string | Uint8Array<ArrayBuffer>, token: string) => {
      const body = new FormData();
      body.set("_csrf", token);
      body.set("revision", "0");
      body.set("file", new Blob([content]), "poll.json");
      return researcher.request(page("/upload"), { method: "POST", body });
    };
    expect((await upload(poll, "made-up")).status).to.equal(403);
    const token = await researcher.token();
    expect((await upload(" ".repeat(4_000_000), token)).status).to.equal(413);
    expect((await upload(new Uint8Array([0x7b, 0xff, 0x7d]), token)).status, "not UTF-8").to.equal(400);
    const taken = await upload(poll, token);
    expect(taken.location).to.equal(page());
    expect((await researcher.get(page())).text).to.contain("No errors");
  });

  it("shows a version's texts in each language, and gives it as a file", async () => {
    await researcher.post(page(), { text: poll, revision: "0", act: "publish" });
    const german = await supervisor.get(page("/1?language=de"));
    expect(german.text).to.contain('<ol class="script" lang="de">').and.to.contain("Schönen Dank");
    const file = await supervisor.get(page("/1/json"));
    expect(JSON.parse(file.text)).to.deep.equal(JSON.parse(poll));
    expect((await supervisor.get(page("/2"))).status).to.equal(404);
  });

  it("lets a supervisor read but not write", async () => {
    expect((await supervisor.get(page())).text).not.to.contain("<textarea");
    expect((await supervisor.post(page(), { text: poll, revision: "0" })).status).to.equal(403);
  });
});
