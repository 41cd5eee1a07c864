import { expect } from "chai";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { Answer, SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

/** Opening an interview again raises its fence, so that an older tab is told; the answers stay as they are. */
const guards = new Set(["lease", "planRevision", "revision", "fence", "resumedAfterSeq"]);

describe("a page that is loaded again in the middle of a call", () => {
  let database: TestDatabase;
  let server: TestServer;
  let deps: TestDeps;
  let client: SignedInClient;
  let start = "";
  let interview = "";

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("interviewer");
    await openStudy(deps, { userIds: [client.user._id] });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  /** Everything of value; without the lease, which each page prolongs, and the counters of guarded writes. */
  async function stored(): Promise<string> {
    const names = ["cases", "attempts", "interviews", "contacts"];
    const read = (name: string) => deps.db.collection(name).find().sort({ _id: 1 }).toArray();
    const all = await Promise.all(names.map(read));
    return JSON.stringify(all, (name, value) => (guards.has(name) ? undefined : value));
  }

  /** Loads every page that a person at work could have open, twice. */
  async function reloadEveryPage(): Promise<void> {
    const before = await stored();
    const ofCase = start ? ["", "/contact", "/outcome", "/outcome?situation=answered", "/release"] : [];
    const pages = [
      "/work",
      "/inbound",
      ...ofCase.map((page) => start + page),
      ...(interview ? [interview] : []),
    ];
    for (const page of [...pages, ...pages]) {
      const { status, location } = await client.get(page);
      expect([200, 303, 409], page).to.include(status);
      if (location) expect((await client.get(location)).status, `${page} -> ${location}`).to.be.lessThan(500);
    }
    expect(await stored()).to.equal(before);
  }

  /** Sends a form, sends it again as a reload does, and loads every page. */
  async function twice(path: string, form: Record<string, string> = {}): Promise<Answer> {
    const first = await client.post(path, form);
    expect(first.status, path).to.equal(303);
    const before = await stored();
    const second = await client.post(path, form);
    expect(second.status, `${path} again`).to.be.lessThan(500);
    expect(await stored(), `${path} again`).to.equal(before);
    return first;
  }

  it("changes nothing before the first case", () => reloadEveryPage());

  it("changes nothing with a case in hand, and asking again gives the same case", async () => {
    start = (await twice("/work/next")).location ?? "";
    expect(start).to.match(/^\/cases\//);
    expect((await client.post("/work/next")).location).to.equal(start);
    await reloadEveryPage();
  });

  it("changes nothing on the line, and dials once", async () => {
    await twice(`${start}/dial`, { number: "n1" });
    await reloadEveryPage();
    expect(await deps.db.collection("attempts").countDocuments()).to.equal(1);
  });

  it("changes nothing in the interview, and begins one", async () => {
    interview = (await twice(`${start}/contact`, { person: "target" })).location ?? "";
    await reloadEveryPage();
    expect(await deps.db.collection("interviews").countDocuments()).to.equal(1);
  });

  it("changes nothing after the outcome: one appointment, one closed attempt, and no case of a colleague", async () => {
    const form = {
      situation: "answered",
      outcome: "appointment",
      kind: "hard",
      day: "2026-11-20",
      time: "18:00",
    };
    await twice(`${start}/outcome`, form);
    const item = await deps.db.collection("cases").findOne({ _id: start.split("/").at(-1) as never });
    expect(item).to.deep.include({ state: "appointment", attempts: 1, lease: null });
    await reloadEveryPage();
    expect(await deps.db.collection("attempts").countDocuments({ outcome: "appointment" })).to.equal(1);
  });
});
