import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot, schemaFolder } from "../../server/paths.ts";
import { type Compiled, compile, type Questionnaire } from "../../surveys/engine/index.ts";
import { schemaCheck } from "../../surveys/lint/check-schema.ts";

export const fixtureFolder = join(packageRoot, "test/fixtures/surveys");

/** A questionnaire of test/fixtures/surveys. */
export function fixture(name: string): Questionnaire {
  return JSON.parse(readFileSync(join(fixtureFolder, `${name}.json`), "utf8")) as Questionnaire;
}

export function compiledFixture(name: string): Compiled {
  return compile(fixture(name));
}

export const questionnaireSchema = JSON.parse(
  readFileSync(join(schemaFolder, "questionnaire.schema.json"), "utf8"),
) as object;

export const schema = schemaCheck(questionnaireSchema);
