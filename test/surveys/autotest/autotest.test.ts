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

  it("counts the interviews in which a check fired, and puts right shares that must add up to a total", () => {
    const shares = ["a", "b", "c"].map((id) => ({ type: "number", id, read: id, min: 0, max: 100 }));
    const compiled = compile(
      questionnaireOf([
        ...shares,
        {
          ...{ type: "check", id: "total", level: "hard", when: "a + b + c != 100", message: "Not 100" },
          questions: ["a", "b", "c"],
        },
        { type: "end", id: "done", outcome: "complete" },
      ]),
    );
    const report = autotest(compiled, { respondents: 30, seed: "1" });
    expect(report.failures).to.deep.equal([]);
    expect(report.checks.total).to.be.within(25, 30);
  });

  it("puts a list right that a check calls too long or too short", () => {
    const compiled = compile(
      questionnaireOf([
        { type: "number", id: "members", read: "How many?", min: 1, max: 5 },
        {
          ...{ type: "roster", id: "person", list: true, max: 8, read: "Who?" },
          items: [{ type: "number", id: "age", read: "Age?", min: 0, max: 90 }],
        },
        {
          ...{
            type: "check",
            id: "all",
            level: "hard",
            when: "size(person) != members",
            message: "Who else?",
          },
          questions: ["person"],
        },
        { type: "end", id: "done", outcome: "complete" },
      ]),
    );
    const report = autotest(compiled, { respondents: 30, seed: "1" });
    expect(report.failures).to.deep.equal([]);
    expect(report.checks.all).to.be.greaterThan(10);
  });

  it("repeats itself: same seed, same report", () => {
    const run = () => autotest(compile(fixture("every-type")), { respondents: 20, seed: "7" });
    expect(run()).to.deep.equal(run());
  });
});
