import { expect } from "chai";
import { createLogger } from "../../../server/http/logger.ts";
import { beforeEveryWrite } from "../../setup/crash-before-write.ts";
import { openByForms } from "../../setup/interview-page.ts";
import { testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

/** An error as a driver throws it: what was typed stands in its message and in members of its own. */
const telling = () =>
  Object.assign(new Error('E11000 duplicate key error dup key: { wish: "Zitronenbaum" }'), {
    name: "MongoServerError",
    code: 11000,
    keyValue: { wish: "Zitronenbaum" },
    cause: new Error('Cast to Number failed for value "Zitronenbaum"'),
  });

describe("the log", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let written = "";
  const lines = () =>
    written
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  before(async () => {
    database = await openTestDatabase();
    const log = createLogger("debug", {
      write: (line) => {
        written += line;
      },
    });
    deps = { ...testDeps(database.db), log };
    server = await startTestServer(deps);
  });
  after(async () => {
    await server?.close();
    await database?.close();
  });
  beforeEach(() => {
    written = "";
  });

  it("holds ids only, whatever was typed: no name, number, answer, password, search or token", async () => {
    const { client, url } = await openByForms(deps, server, "short-call");
    await client.post(`${url}/acts`, { fence: "1", seq: "1", key: "wish", text: "Zitronenbaum" });
    await client.post(`${url}/acts`, { fence: "1", seq: "2", key: "happy", code: "4711" });
    await client.post("/inbound", { query: "030 23125077" });
    await client.get("/inbound?query=Zitronenbaum");
    await client.get("/Zitronenbaum?name=Zitronenbaum", { cookie: "probe=Zitronenbaum" });
    await server.stranger().signIn("zitronenbaum", "Zitronenbaum!");
    const people = await deps.db.collection("contacts").find({}).toArray();
    const log = written.replaceAll('"path":"/Zitronenbaum"', "");
    expect(people).not.to.deep.equal([]);
    for (const secret of [
      "zitronenbaum",
      "4711",
      "23125",
      testPassword,
      client.user.login,
      await client.token(),
    ])
      expect(log.toLowerCase(), secret).not.to.contain(secret.toLowerCase());
    const act = lines().find(({ req }) => (req as { path?: string })?.path === `${url}/acts`);
    expect(act).to.deep.include({ user: client.user._id, msg: "request completed" });
    expect(act?.req).to.have.all.keys("id", "method", "path");
  });

  it("tells of a failure what, where and at which request, and keeps what was typed out of it", async () => {
    const { client, url } = await openByForms(deps, server, "short-call");
    await client.token();
    const { restore } = beforeEveryWrite(() => {
      throw telling();
    });
    const answer = await client
      .post(`${url}/acts`, { fence: "1", seq: "1", key: "wish", text: "Zitronenbaum" })
      .finally(restore);
    expect(answer.status).to.equal(500);
    expect(answer.text).not.to.contain("E11000");
    expect(written).not.to.contain("Zitronenbaum");
    const line = lines().find(({ msg }) => msg === "internal");
    expect(line?.requestId).to.equal(answer.headers.get("x-request-id"));
    const { type, code, message, at, cause } = (line?.err ?? {}) as Record<string, unknown>;
    expect({ type, code, message }).to.deep.equal({
      type: "MongoServerError",
      code: 11000,
      message: 'E11000 duplicate key error dup key: { wish: "…" }',
    });
    expect(at)
      .to.be.an("array")
      .that.satisfies((frames: string[]) => frames[0]?.includes("logger.test.ts"));
    expect(cause).to.deep.include({ message: 'Cast to Number failed for value "…"' });
  });
});
