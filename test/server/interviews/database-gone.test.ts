import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../../server/config.ts";
import { connectDatabase, type Database, ensureIndexes } from "../../../server/db/database.ts";
import { type EmbeddedMongod, startEmbeddedMongod } from "../../../server/db/embedded-mongod.ts";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { openByForms } from "../../setup/interview-page.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("an interview whose whole database goes away and comes back", function () {
  this.timeout(90_000);
  let folder: string;
  let mongod: EmbeddedMongod;
  let db: Database;
  let deps: TestDeps;
  let server: TestServer;
  let client: SignedInClient;
  let url: string;

  const start = async () => {
    mongod = await startEmbeddedMongod(folder, { ...loadConfig(), log: () => {} });
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-gone-"));
    await start();
    db = await connectDatabase(mongod.uri, { timeoutMs: 1000 });
    await ensureIndexes(db);
    deps = testDeps(db);
    server = await startTestServer(deps);
    ({ client, url } = await openByForms(deps, server, "short-call"));
    await client.post(`${url}/acts`, { fence: "1", seq: "1", key: "intro" });
  });
  after(async () => {
    await server?.close();
    await db?.close();
    await mongod?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const answered = async () =>
    (await interviewModel(db).findOne({ interviewers: client.user._id }).lean())?.state.answers;

  // Sessions and accounts are remembered for some seconds; afterwards even they have to be read.
  for (const { when, seconds, seq, key, answer, value } of [
    { when: "at once", seconds: 0, seq: "2", key: "used", answer: "2", value: "2" },
    { when: "after the session was forgotten", seconds: 30, seq: "3", key: "happy", answer: "4", value: 4 },
  ])
    it(`says so on a page that sends the same answer again, ${when}, and goes on when it is back`, async () => {
      const form = { fence: "1", seq, key, answer };
      await client.token();
      await mongod.stop();
      deps.clock.advance(seconds * 1000);
      const away = await client.post(`${url}/acts`, form);
      expect(away.status).to.equal(503);
      expect(away.text).to.contain("The database does not answer");
      expect(away.text).to.contain(`<input type="hidden" name="answer" value="${answer}">`);
      const page = await client.get(url);
      expect(page.status).to.equal(503);
      expect(page.text).to.contain(`href="${url}"`).and.not.to.contain("Mongo");
      const act = { seq: Number(seq), kind: "answer", key, value, at: "2026-11-19T17:00:00Z" };
      const script = await client.postJson(`${url}/acts`, { fence: 1, acts: [act] });
      expect(script.status).to.equal(503);
      await start();
      const again = await client.post(`${url}/acts`, form);
      expect(again.status).to.equal(303);
      expect((await answered())?.[key]).to.deep.equal({ v: value });
    });

  it("says so too when the database hangs instead of ending", async function () {
    this.timeout(35_000);
    const form = { fence: "1", seq: "4", key: "trust@mayor", answer: "1" };
    await client.token();
    const { pid } = await db.getClient().db("admin").command({ serverStatus: 1 });
    process.kill(Number(pid), "SIGSTOP");
    try {
      deps.clock.advance(30_000);
      const away = await client.post(`${url}/acts`, form);
      expect(away.status).to.equal(503);
      expect(away.text).to.contain('<input type="hidden" name="answer" value="1">');
      expect((await client.get("/readyz")).status).to.equal(503);
      expect((await client.get("/healthz")).status).to.equal(200);
    } finally {
      process.kill(Number(pid), "SIGCONT");
    }
    expect((await client.post(`${url}/acts`, form)).status).to.equal(303);
    expect((await answered())?.["trust@mayor"]).to.deep.equal({ v: "1" });
    expect((await client.get("/readyz")).status).to.equal(200);
  });
});
