import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { autotestInParallel } from "../../scripts/autotest-in-parallel.ts";
import { readLists } from "../../scripts/read-lists.ts";
import { nameList } from "../../server/questionnaires/lookup-lists.ts";
import { autotest } from "../../surveys/autotest/autotest.ts";
import { mergeReports } from "../../surveys/autotest/merge-reports.ts";
import { compile, type Questionnaire } from "../../surveys/engine/index.ts";
import { fixture } from "../surveys/fixture.ts";

describe("an autotest in shares", () => {
  it("reports the same as one run over all respondents", () => {
    const compiled = compile(fixture("off-route"));
    const shares = [
      autotest(compiled, { respondents: 30, seed: "1" }),
      autotest(compiled, { respondents: 50, seed: "1", from: 31 }),
    ];
    expect(mergeReports(shares)).to.deep.equal(autotest(compiled, { respondents: 80, seed: "1" }));
  });

  it("counts every respondent once, whatever the number of processors", async () => {
    const seen: number[] = [];
    const definition = fixture("off-route");
    const report = await autotestInParallel(
      { definition, documents: {} },
      {
        respondents: 200,
        seed: "1",
        progress: (done) => seen.push(done),
      },
    );
    expect(report).to.deep.equal(autotest(compile(definition), { respondents: 200, seed: "1" }));
    expect(seen.at(-1)).to.equal(200);
  });

  it("answers from a long list that was given as a file, and asks for one that was not", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fieldline-list-"));
    const file = join(folder, "jobs.csv");
    const csv = "code,label\n11,Nurse\n12,Baker\n";
    await writeFile(file, csv);
    const definition: Questionnaire = {
      ...fixture("lookup"),
      lists: { jobs: { documents: { en: nameList({ language: "en", csv }).hash } } },
    };
    const documents = await readLists([file], definition);
    const report = await autotestInParallel({ definition, documents }, { respondents: 20, seed: "1" });
    expect(report).to.deep.include({ failures: [], completed: 20 });
    const refusal = (files: string[], about: Questionnaire) =>
      readLists(files, about).catch((error: Error) => error.message);
    expect(await refusal([], definition)).to.contain("the list jobs (en) is kept apart");
    expect(await refusal([file], fixture("lookup"))).to.contain("names no list with the content of");
    await rm(folder, { recursive: true });
  });
});
