import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { defaultOutcomes } from "../../server/calling/outcome-catalogue.ts";
import { createStudy } from "../../server/studies/studies.ts";
import { houseEnv, runFieldline } from "../setup/run-fieldline.ts";
import { openTestDatabase, type TestDatabase } from "../setup/test-database.ts";
import { testDeps } from "../setup/test-deps.ts";

describe("fieldline outcomes", function () {
  this.timeout(90_000);
  let folder: string;
  let database: TestDatabase;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-outcomes-"));
    database = await openTestDatabase();
    await createStudy(
      testDeps(database.db),
      {
        ...{ key: "poll", name: "Poll", client: { name: "C" }, languages: ["de"] },
        institute: { name: "I", phone: "+49 30 23125000" },
      },
      "test",
    );
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await database.close();
  });
  const run = (...args: string[]) => runFieldline(["outcomes", ...args], { env: houseEnv(database.uri) });
  const file = async (name: string, content: string) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };

  it("shows what set takes back, checks a file, sets it and goes back to the shipped one", async () => {
    const shown = await run("show", "poll");
    expect(JSON.parse(shown.out)).to.deep.equal(defaultOutcomes());
    const same = await file("same.json", shown.out);
    expect((await run("set", "poll", same)).out).to.match(/^poll: these \d+ outcomes hold already\n$/);
    const outcomes = defaultOutcomes().outcomes.map((one) =>
      one.code === "busy" ? { ...one, next: { ...one.next, delayMinutes: 45 } } : one,
    );
    const own = await file("own.json", JSON.stringify({ formatVersion: 1, outcomes }));
    expect((await run("check", own)).out).to.contain("no fault in itself");
    expect((await run("set", "poll", own)).out).to.contain("/busy/next/delayMinutes: 20 → 45");
    expect(JSON.parse((await run("show", "poll")).out).outcomes).to.deep.equal(outcomes);
    const back = await run("set", "poll", "--default", "--json");
    expect(JSON.parse(back.out).changes).to.deep.equal(["/busy/next/delayMinutes: 45 → 20"]);
  });

  it("refuses in one line what must stay, what is wrong and what it was not given", async () => {
    const outcomes = defaultOutcomes().outcomes.filter(({ code }) => code !== "complete");
    const short = await file("short.json", JSON.stringify({ formatVersion: 1, outcomes }));
    const refused = await run("set", "poll", short);
    expect(refused).to.include({ code: 1, out: "" });
    expect(refused.err).to.contain("complete is missing; Fieldline itself uses it");
    const wrong = await file("wrong.json", '{"formatVersion": 1, "outcomes": [{"code": "Dog"}]}');
    expect((await run("check", wrong)).err).to.contain("/outcomes/0");
    expect((await run("set", "poll")).err).to.contain("give a file, or --default");
  });
});
