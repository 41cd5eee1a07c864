import { expect } from "chai";
import { forgetFieldStudies } from "../../../server/cases/field-study.ts";
import { heldCase } from "../../../server/cases/held-case.ts";
import { sweepLeases } from "../../../server/cases/sweep-leases.ts";
import { addToTeam } from "../../../server/studies/studies.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const minute = 60_000;

describe("a case stays with the person at the call", () => {
  let database: TestDatabase;
  let server: TestServer;
  let deps: TestDeps;
  let client: SignedInClient;
  let studyId: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    studyId = (await openStudy(deps, { userIds: [], cases: 20 })).studyId;
  });
  beforeEach(async () => {
    client = await server.client("interviewer");
    await addToTeam(deps, studyId, client.user._id, "test");
    forgetFieldStudies(deps);
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  async function dial(): Promise<{ url: string; keep: string; fence: string }> {
    const next = await client.post("/work/next");
    const url = next.location ?? "";
    await client.post(`${url}/dial`, { number: "n1" });
    const page = await client.get(`${url}/contact`);
    const [, keep = "", fence = ""] = /data-keep="([^"]+)" data-fence="(\d+)"/.exec(page.text) ?? [];
    return { url, keep, fence };
  }

  async function heldAfter(ms: number): Promise<boolean> {
    deps.clock.advance(ms);
    await sweepLeases(deps);
    return (await heldCase(deps, { userId: client.user._id })) !== null;
  }

  it("for as long as the page gives signs of life", async () => {
    const { keep, fence } = await dial();
    for (let halfMinutes = 0; halfMinutes < 40; halfMinutes++) {
      expect((await client.post(keep, { fence })).status).to.equal(204);
      expect(await heldAfter(minute / 2)).to.equal(true);
    }
  });

  it("is taken back one and a half minutes after the last sign", async () => {
    const { keep, fence } = await dial();
    await client.post(keep, { fence });
    expect(await heldAfter(minute)).to.equal(true);
    expect(await heldAfter(minute)).to.equal(false);
  });

  it("for ten minutes on a page without script", async () => {
    await dial();
    expect(await heldAfter(9 * minute)).to.equal(true);
    expect(await heldAfter(2 * minute)).to.equal(false);
  });

  it("gives no sign for a case that somebody else holds", async () => {
    const { keep, fence } = await dial();
    const other = await server.client("interviewer");
    expect((await other.post(keep, { fence })).status).to.equal(409);
  });
});
