import { expect } from "chai";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("a running server", () => {
  let database: TestDatabase;
  let server: TestServer;
  before(async () => {
    database = await openTestDatabase();
    server = await startTestServer(testDeps(database.db));
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  it("says that it is alive and that its database is", async () => {
    expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200);
  });

  it("answers an unknown address with a page for a browser and problem+json for a program", async () => {
    const page = await fetch(`${server.url}/nowhere`, {
      headers: { accept: "text/html", "accept-language": "de" },
    });
    expect(page.status).to.equal(404);
    expect(await page.text()).to.contain("Unter dieser Adresse ist nichts");
    const json = await fetch(`${server.url}/nowhere`, { headers: { accept: "application/json" } });
    expect(json.headers.get("content-type")).to.contain("application/problem+json");
    expect(await json.json()).to.include({ type: "/problems/not-found", status: 404 });
  });

  it("allows no script, style or frame from elsewhere", async () => {
    const { headers } = await fetch(`${server.url}/nowhere`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).to.contain("default-src 'self'");
    expect(policy).not.to.contain("unsafe-inline");
  });
});
