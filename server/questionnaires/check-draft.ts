import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkQuestionnaire } from "../../surveys/lint/check-questionnaire.ts";
import { type SchemaCheck, schemaCheck } from "../../surveys/lint/check-schema.ts";
import type { Finding } from "../../surveys/lint/finding.ts";
import { knowsEnd, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { schemaFolder } from "../paths.ts";
import { jsonFault } from "./json-fault.ts";
import { lineOfPointer } from "./locate-pointer.ts";

export interface DraftFinding extends Finding {
  /** Line in the text, 1 up. */
  line: number;
}

export interface DraftCheck {
  /** The parsed definition; null when the text is not JSON. */
  definition: unknown;
  errors: DraftFinding[];
  warnings: DraftFinding[];
}

let schema: SchemaCheck | undefined;

/** The schema of questionnaires, read and compiled at the first check. */
export function questionnaireSchema(): SchemaCheck {
  schema ??= schemaCheck(
    JSON.parse(readFileSync(join(schemaFolder, "questionnaire.schema.json"), "utf8")) as object,
  );
  return schema;
}

function notJson(text: string, error: Error): DraftFinding {
  const { line, reason } = jsonFault(text, error);
  return { code: "not-json", pointer: "", message: `this is not JSON: ${reason} in line ${line}`, line };
}

/**
 * Everything that can be said about a draft before it is published, with the lines to look at.
 * @param outcomes the study's own outcome catalogue, whose codes an end may name; null: the shipped one
 */
export function checkDraft(text: string, outcomes: unknown = null): DraftCheck {
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    return { definition: null, errors: [notJson(text, error as Error)], warnings: [] };
  }
  const { errors, warnings } = checkQuestionnaire(definition, questionnaireSchema(), (word) =>
    knowsEnd(outcomeCatalogue(outcomes), word),
  );
  const placed = (finding: Finding) => ({ ...finding, line: lineOfPointer(text, finding.pointer) });
  return { definition, errors: errors.map(placed), warnings: warnings.map(placed) };
}
