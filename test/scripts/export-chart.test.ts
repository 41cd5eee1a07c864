import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import type { Deps } from "../../server/deps.ts";
import { getStudy, publishVersion } from "../../server/studies/studies.ts";
import {
  passenger,
  smallQuestionnaire,
  storeInterviews,
  studyWithQuestionnaire,
} from "../server/results/results-fixture.ts";
import { houseEnv, runFieldline } from "../setup/run-fieldline.ts";
import { openTestDatabase, type TestDatabase } from "../setup/test-database.ts";
import { testDeps } from "../setup/test-deps.ts";

describe("fieldline export and fieldline chart", function () {
  this.timeout(60000);
  let database: TestDatabase;
  let folder: string;
  let deps: Deps;

  before(async () => {
    database = await openTestDatabase();
    folder = await mkdtemp(join(tmpdir(), "fieldline-export-"));
    deps = testDeps(database.db);
    const study = await studyWithQuestionnaire(deps, { key: "buses" });
    await storeInterviews(deps, study, [passenger(0), passenger(1), passenger(3)]);
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await database.close();
  });

  const fieldline = (...args: string[]) => runFieldline(args, { env: houseEnv(database.uri) });

  it("write the data and say in JSON what they wrote", async () => {
    const out = join(folder, "new", "buses.csv");
    const ran = await fieldline(
      "export",
      "buses",
      "--format",
      "csv",
      "--values",
      "labels",
      "--out",
      out,
      "--json",
    );
    expect(ran.code, ran.err).to.equal(0);
    expect(JSON.parse(ran.out)).to.deep.include({ study: "buses", interviews: 3, file: out });
    const rows = parse(await readFile(out), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map(({ used }) => used)).to.deep.equal(["Yes", "Yes", "No"]);
    expect(await readdir(join(folder, "new"))).to.deep.equal(["buses.csv"]);
  });

  it("put several versions into one file, each read with its own, and say on stderr and in JSON what changed", async () => {
    const old = await studyWithQuestionnaire(deps, { key: "trams" });
    await storeInterviews(deps, old, [passenger(0)]);
    const [used, ...rest] = smallQuestionnaire.items;
    if (used?.type !== "single") throw new Error("the fixture changed");
    const more = { code: "3", label: { en: "Sometimes", de: "Manchmal" } };
    const definition = {
      ...smallQuestionnaire,
      items: [{ ...used, options: [...(used.options ?? []), more] }, ...rest],
    };
    await publishVersion(deps, { studyId: old._id, definition, by: "test" });
    await storeInterviews(deps, await getStudy(deps, old._id), [{ used: { v: "3" } }]);
    const note = "used: the answer 3 (Sometimes) is new in version 2; it could not be chosen before.";
    const out = join(folder, "trams.csv");
    const ran = await fieldline("export", "trams", "--out", out);
    expect(ran).to.deep.include({ code: 0, err: `${note}\n` });
    const rows = parse(await readFile(out), { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map(({ interview_version, used: value }) => `${interview_version}: ${value}`)).to.deep.equal([
      "1: 1",
      "2: 3",
    ]);
    const json = await fieldline("export", "trams", "--out", out, "--json", "--language", "de");
    expect(JSON.parse(json.out).notes).to.have.length(1);
  });

  it("draw a chart as SVG and PNG", async () => {
    for (const format of ["svg", "png"]) {
      const out = join(folder, `used.${format}`);
      const ran = await fieldline("chart", "buses", "--question", "used", "--format", format, "--out", out);
      expect(ran.code, ran.err).to.equal(0);
      const start = (await readFile(out)).subarray(0, 8).toString("latin1");
      expect(start).to.equal(format === "svg" ? "<?xml ve" : "\u0089PNG\r\n\u001a\n");
    }
  });

  it("say in one line what is wrong, and leave no file", async () => {
    const out = join(folder, "nothing.csv");
    const unknown = await fieldline("export", "trains", "--out", out);
    expect(unknown.code).to.equal(1);
    expect(unknown.err.trim().split("\n")).to.have.length(1);
    expect(unknown.err).to.include("trains");
    const question = await fieldline("chart", "buses", "--question", "colour", "--out", out);
    expect(question.code).to.equal(1);
    expect(question.err).to.include("used, why, rides, rating, score");
    const format = await fieldline("export", "buses", "--format", "docx", "--out", out);
    expect(format.code).to.not.equal(0);
    expect(format.err).to.include("csv");
    expect(await readdir(folder)).to.not.include("nothing.csv");
  });
});
