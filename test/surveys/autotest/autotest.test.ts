import { readdirSync } from "node:fs";
import { expect } from "chai";
import { autotest } from "../../../surveys/autotest/autotest.ts";
import { compile } from "../../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { fixture, fixtureFolder, schema } from "../fixture.ts";
import { questionnaireOf } from "../interview-driver.ts";

const names = readdirSync(fixtureFolder).map((file) => file.replace(/\.json$/, ""));

describe("autotest", () => {
  for (const name of names) {
    it(`finds no fault in the fixture ${name}, nor does the linter`, () => {
      expect(checkQuestionnaire(fixture(name), schema).errors).to.deep.equal([]);
      const report = autotest(compile(fixture(name)), { respondents: 40, seed: "1" });
      expect(report.failures).to.deep.equal([]);
    });
  }

  it("says which options and items nobody ever sees", () => {
    const compiled = compile(
      questionnaireOf([
        { type: "number", id: "age", read: "Age?", min: 0, max: 10 },
        { type: "text", id: "why", when: "age > 50", read: "Why?" },
        {
          type: "single",
          id: "q",
          read: "Q?",
          options: [
            { code: "1", label: "A" },
            { code: "2", label: "B", when: "age > 99" },
          ],
        },
      ]),
    );
    expect(autotest(compiled, { respondents: 50, seed: "1" }).neverReached).to.deep.equal([
      "/items/1",
      "/items/2/options/1",
    ]);
  });

  it("fails on a check that cannot be put right, with the respondent to repeat", () => {
    const compiled = compile(
      questionnaireOf([
        { type: "number", id: "a", read: "A?", min: 0, max: 10 },
        { type: "check", id: "never", level: "hard", when: "a >= 0", questions: ["a"], message: "Wrong" },
      ]),
    );
    const { failures } = autotest(compiled, { respondents: 1, seed: "1" });
    expect(failures[0]).to.deep.include({ seed: "1", respondent: 1 });
    expect(failures[0]?.message).to.include("never");
  });

  it("repeats itself: same seed, same report", () => {
    const run = () => autotest(compile(fixture("every-type")), { respondents: 20, seed: "7" });
    expect(run()).to.deep.equal(run());
  });
});
