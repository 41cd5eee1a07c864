import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { beginImport, completeImport } from "../../../server/cases/import-store.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("releasing replicates", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let researcher: SignedInClient;
  let url: string;
  let batch: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
    const { studyId, caseIds } = await openStudy(deps, { userIds: [researcher.user._id], cases: 9 });
    url = `/studies/${studyId}/sample`;
    batch =
      (await beginImport(deps, { studyId, by: "rea", replicates: 3, source: null, filename: "" }))?._id ?? "";
    for (const [n, _id] of caseIds.entries())
      await cases().updateOne(
        { _id },
        { $set: { batch, replicate: (n % 3) + 1, ...(n % 3 === 0 ? {} : { state: "held" }) } },
      );
    await cases().updateOne(
      { _id: caseIds[0] ?? "" },
      { $set: { state: "final", disposition: "1.1", attempts: 1, contacts: 1 } },
    );
    await completeImport(deps, batch, { rows: 9, cases: 9, blocked: 0, duplicates: 0, releasedTo: 1 });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const cases = () => deps.db.collection<CaseDoc>("cases");
  const row = async (replicate: number) =>
    [...(await researcher.get(url)).text.matchAll(/<tr><th scope="row">(\d)<\/th>(.*?)<\/tr>/g)]
      .find((found) => found[1] === String(replicate))?.[2]
      ?.replaceAll(/<[^>]+>/g, " ")
      .trim()
      .split(/\s{2,}/);

  it("shows how each one does", async () => {
    expect(await row(1)).to.deep.equal(["released", "3", "1", "1", "1", "1", "100.0%"]);
    expect((await row(2))?.slice(0, 3)).to.deep.equal(["held back", "3", "0"]);
  });

  it("names no file while there is one import only", async () => {
    expect((await researcher.get(url)).text).to.match(/<h2 id="parts-0">Replicates<\/h2>/);
  });

  it("makes the next one's cases callable, once", async () => {
    const released = await researcher.post(`${url}/release`, { batch, upTo: "2" });
    expect(released.location).to.match(/released=3$/);
    expect((await row(2))?.[0]).to.equal("released");
    expect((await row(3))?.[0]).to.equal("held back");
    expect((await researcher.post(`${url}/release`, { batch, upTo: "2" })).location).to.match(/released=0$/);
    expect(await cases().countDocuments({ state: "held" })).to.equal(3);
  });

  it("is the researcher's decision, and a number", async () => {
    expect((await researcher.post(`${url}/release`, { batch, upTo: "all" })).status).to.equal(422);
    const supervisor = await server.client("supervisor");
    expect((await supervisor.post(`${url}/release`, { batch, upTo: "3" })).status).to.equal(403);
  });

  it("is of an import of this study", async () => {
    for (const wrong of ["", "unknown"])
      expect((await researcher.post(`${url}/release`, { batch: wrong, upTo: "3" })).status).to.equal(404);
    const other = await openStudy(deps, { userIds: [researcher.user._id], cases: 1 });
    const elsewhere = `/studies/${other.studyId}/sample/release`;
    expect((await researcher.post(elsewhere, { batch, upTo: "3" })).status).to.equal(404);
    expect(await cases().countDocuments({ state: "held" })).to.equal(3);
  });
});
