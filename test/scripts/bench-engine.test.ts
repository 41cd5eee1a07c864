import { expect } from "chai";
import { benchEngine, benchQuestionnaire } from "../../scripts/bench-engine.ts";
import { autotest } from "../../surveys/autotest/autotest.ts";
import { compile } from "../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../surveys/lint/check-questionnaire.ts";
import { schema } from "../surveys/fixture.ts";

describe("fieldline bench engine", () => {
  it("measures a questionnaire that is valid, has as many questions as it says and can be answered", () => {
    const definition = benchQuestionnaire(100);
    expect(checkQuestionnaire(definition, schema)).to.deep.equal({ errors: [], warnings: [] });
    const report = autotest(compile(definition), { respondents: 5, seed: "1" });
    expect(report.failures).to.deep.equal([]);
    expect(report.completed).to.equal(5);
    expect(report.questions.longest).to.be.within(90, 100);
  });

  it("gives compile and step apart, and keeps a live interview of 100 questions below 50 KB", () => {
    const result = benchEngine(100, 5);
    for (const { min, median, max } of [result.build, result.statelessStep])
      expect([min, median, max], "from least to most").to.deep.equal(
        [min, median, max].sort((a, b) => a - b),
      );
    expect(result.bytesPerInterview).to.be.within(1000, 50_000);
    expect(result.heapPerLiveInterview).to.be.within(1000, 50_000);
  });
});
