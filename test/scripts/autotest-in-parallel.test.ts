import { expect } from "chai";
import { autotestInParallel } from "../../scripts/autotest-in-parallel.ts";
import { autotest } from "../../surveys/autotest/autotest.ts";
import { mergeReports } from "../../surveys/autotest/merge-reports.ts";
import { compile } from "../../surveys/engine/index.ts";
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
    const report = await autotestInParallel(definition, {
      respondents: 200,
      seed: "1",
      progress: (done) => seen.push(done),
    });
    expect(report).to.deep.equal(autotest(compile(definition), { respondents: 200, seed: "1" }));
    expect(seen.at(-1)).to.equal(200);
  });
});
