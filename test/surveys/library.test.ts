import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { libraryFolder, schemaFolder } from "../../server/paths.ts";
import { autotest } from "../../surveys/autotest/autotest.ts";
import { compile } from "../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../surveys/lint/check-questionnaire.ts";
import { schemaCheck } from "../../surveys/lint/check-schema.ts";

const schema = schemaCheck(JSON.parse(readFileSync(join(schemaFolder, "questionnaire.schema.json"), "utf8")));

describe("the shipped questionnaires", () => {
  for (const file of readdirSync(libraryFolder).filter((name) => name.endsWith(".json"))) {
    const definition = JSON.parse(readFileSync(join(libraryFolder, file), "utf8"));

    it(`${file} is in German and English and gives the linter nothing to say`, () => {
      expect(definition.languages).to.deep.equal(["de", "en"]);
      expect(checkQuestionnaire(definition, schema)).to.deep.include({ errors: [], warnings: [] });
    });

    it(`${file} leads every random respondent to an end, some of them to the last question`, () => {
      const report = autotest(compile(definition), { respondents: 40, seed: "1" });
      expect(report.failures).to.deep.equal([]);
      expect(report.ends.complete).to.be.at.least(1);
    });
  }
});
