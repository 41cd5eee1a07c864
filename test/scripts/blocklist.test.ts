import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../server/config.ts";
import { startEmbeddedMongod } from "../../server/db/embedded-mongod.ts";
import { runFieldline } from "../setup/run-fieldline.ts";

describe("fieldline blocklist", function () {
  this.timeout(90_000);
  let folder: string;
  let file: string;
  let stop: () => Promise<void>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-blocklist-"));
    file = join(folder, "list.csv");
    ({ stop } = await startEmbeddedMongod(folder, { ...loadConfig(), log: () => {} }));
  });
  after(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...args: string[]) =>
    runFieldline(["blocklist", ...args], { env: { FIELDLINE_DATA: folder } });
  const load = (date: string, ...more: string[]) =>
    run("import", file, "--list", "ADM", "--date", date, "--source", "ADM e. V., by mail", ...more);

  it("imports a list, and says afterwards how old it is and where it is from", async () => {
    await writeFile(file, "number\n030 23125 001\n+49 30 23125002\n");
    expect(await load("2026-11-10")).to.deep.include({
      ...{ code: 0, out: `${file}: 2 numbers are blocked, 2 of them new; ADM is of 2026-11-10\n` },
    });
    expect((await run("files")).out).to.match(
      /^ADM: of 2026-11-10 \(\d+ days? old\), 2 numbers, from ADM e\. V\., by mail\n$/,
    );
    const { files } = JSON.parse((await run("files", "--json")).out) as { files: { list: string }[] };
    expect(files.map(({ list }) => list)).to.deep.equal(["ADM"]);
  });

  it("blocks one number, says so, and takes it off again, without ever repeating the number", async () => {
    const number = "030 23125 009";
    const reason = ["--reason", "letter of 3 November"];
    const added = await run("add", number, ...reason);
    expect(added).to.include({
      code: 0,
      out: "the number is blocked from now on (institute); it is in no case\n",
    });
    const check = await run("check", "+493023125009");
    expect(check.out).to.match(
      /^blocked since \d{4}-\d\d-\d\d \(institute\): letter of 3 November\nit is in no case\n$/,
    );
    const removed = await run("remove", number, "--reason", "misread", "--json");
    expect(JSON.parse(removed.out)).to.deep.equal({ removed: true, back: 0, closed: 0, stillBlocked: 0 });
    expect((await run("check", number)).out).to.equal("not on the blocklist\nit is in no case\n");
    for (const [args, words] of [
      [["add", "12", ...reason], "no valid phone number"],
      [["add", `${number}x`, ...reason], "no valid phone number"],
      [["add", number, "--reason", " "], "--reason is empty"],
      [["add", number, ...reason, "--scope", "client"], "needs --study KEY"],
      [["add", number, ...reason, "--scope", "study", "--study", "nope"], "nope"],
    ] as const) {
      const refused = await run(...args);
      expect(refused, words).to.include({ code: 1, out: "" });
      expect(refused.err).to.contain(words);
      expect(refused.err.trim().split("\n"), words).to.have.length(1);
    }
  });

  it("says in one line what is wrong: lines that are no numbers, a day that is none, a day to come", async () => {
    await writeFile(file, "030 23125 003\nhello\n");
    const faulty = await load("2026-11-11", "--json");
    expect(faulty.code).to.equal(1);
    expect(JSON.parse(faulty.out)).to.deep.include({ imported: false, unreadableLines: [2] });
    expect(faulty.err)
      .to.contain("line 2 is no phone number. All others (1) are blocked")
      .and.to.contain("--skip-unreadable");
    for (const [date, words] of [
      ["2026-02-30", "is no day"],
      ["2999-01-01", "today at the latest"],
    ] as const) {
      const refused = await load(date);
      expect(refused).to.include({ code: 1, out: "" });
      expect(refused.err).to.contain(words);
      expect(refused.err.trim().split("\n")).to.have.length(1);
    }
  });
});
