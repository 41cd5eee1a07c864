import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { defaultOutcomes, knowsEnd } from "../../../server/calling/outcome-catalogue.ts";
import { packageRoot } from "../../../server/paths.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { schema } from "../fixture.ts";
import { questionnaireOf } from "../interview-driver.ts";
import { flowCases } from "./rule-cases-flow.ts";
import { questionsCases } from "./rule-cases-questions.ts";
import { wordsCases } from "./rule-cases-words.ts";
import type { RuleCase } from "./rule-parts.ts";

const cases = [...wordsCases, ...questionsCases, ...flowCases];

const run = (subject: RuleCase["invalid"], documents: RuleCase["documents"] = {}) =>
  checkQuestionnaire(
    Array.isArray(subject) ? questionnaireOf(subject) : subject,
    schema,
    (word) => knowsEnd(defaultOutcomes(), word),
    documents,
  );

/** What a sentence has in it that tells the writer what to do, or what is allowed. */
const advice =
  /\b(add|allowed|ask|change|check|choose|close|correct|declare|delete|did you mean|give|least|list|lower|make|most|move|must|name|needed|read|remove|say|shorten|split|take|type|use|write|its (rows|options) are|it is one of|may)\b/i;

describe("the linter", () => {
  for (const { code, pointer, level = "errors", invalid, valid, documents } of cases) {
    it(`${code}: finds it at ${pointer}, says what to change, and lets the near miss pass`, () => {
      const found = run(invalid, documents)[level].filter((finding) => finding.code === code);
      expect(found.map((finding) => finding.pointer)).to.include(pointer);
      for (const { message } of found) expect(message).to.match(advice);
      const near = run(valid, documents);
      expect(near.errors).to.deep.equal([]);
      expect(near[level].filter((finding) => finding.code === code)).to.deep.equal([]);
    });
  }

  it("has an invalid and a near-miss example for every code that its sources can give", () => {
    const given = ["surveys/lint", "surveys/engine"].flatMap((folder) =>
      readdirSync(join(packageRoot, folder)).flatMap((file) => {
        const source = readFileSync(join(packageRoot, folder, file), "utf8");
        if (!/\b(Finding|ConditionProblem|SyntaxProblem|code: string; message: string)\b/.test(source))
          return [];
        return [...source.matchAll(/code: "([a-z-]+)"/g)].map((match) => match[1]);
      }),
    );
    const shown = new Set<string | undefined>(cases.map((one) => one.code));
    expect(given.length).to.be.greaterThan(60);
    expect([...new Set(given)].filter((code) => !shown.has(code))).to.deep.equal([]);
  });

  it("finds nothing in the questionnaires that are shipped", () => {
    const folder = join(packageRoot, "surveys/library");
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    expect(files.length).to.be.greaterThan(1);
    for (const file of files)
      expect(run(JSON.parse(readFileSync(join(folder, file), "utf8"))), file).to.deep.equal({
        errors: [],
        warnings: [],
      });
  });
});
