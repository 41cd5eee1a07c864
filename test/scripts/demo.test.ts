import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import { runFieldline } from "../setup/run-fieldline.ts";

interface Summary {
  cases: number;
  attempts: number;
  interviews: number;
  completes: number;
  refusals: number;
  responseRate: number;
  seconds: number;
  files: string[];
}

describe("fieldline demo", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-demo-test-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("runs a whole field by itself and leaves data, codebooks and charts, with a summary", async () => {
    const out = join(folder, "out");
    const ran = await runFieldline(["demo", "--interviews", "10", "--out", out, "--json"]);
    expect(ran.code, ran.err).to.equal(0);
    expect(ran.err).to.equal("");
    const found = JSON.parse(ran.out) as Summary;
    expect(found.completes).to.be.at.least(10);
    expect(found.interviews).to.be.at.least(found.completes);
    expect(found.attempts).to.be.at.least(found.interviews);
    expect(found.cases).to.be.greaterThan(10);
    expect(found.refusals).to.be.at.least(0);
    expect(found.responseRate).to.be.within(0, 1);
    expect(found.seconds).to.be.greaterThan(0);
    for (const file of found.files) await access(file);
    for (const name of ["data.csv", "codebook.html", "charts/vote.svg"])
      expect(found.files).to.include(join(out, "opinion-poll", name));
    const rows = await Promise.all(
      found.files
        .filter((file) => file.endsWith("/data.csv"))
        .map(async (file) => parse(await readFile(file), { bom: true, columns: true }).length),
    );
    expect(rows.reduce((sum, one) => sum + one, 0)).to.equal(found.completes);
  });

  it("says in one line what is wrong, before it begins", async () => {
    const file = join(folder, "file.txt");
    await writeFile(file, "");
    for (const out of [file, join(file, "below")]) {
      const ran = await runFieldline(["demo", "--interviews", "5", "--out", out]);
      expect(ran).to.deep.include({ code: 1, out: "" });
      expect(ran.err).to.match(/^fieldline: --out: nothing can be written to .*\n$/);
    }
    const none = await runFieldline(["demo", "--interviews", "0", "--out", folder]);
    expect(none.err).to.equal('fieldline: --interviews is "0"; allowed is a whole number from 1 to 550\n');
  });
});
