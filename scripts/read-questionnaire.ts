import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultOutcomes, knowsEnd } from "../server/calling/outcome-catalogue.ts";
import { schemaFolder } from "../server/paths.ts";
import type { ListDocuments, Questionnaire } from "../surveys/engine/index.ts";
import { type CheckResult, checkQuestionnaire } from "../surveys/lint/check-questionnaire.ts";
import { type SchemaCheck, schemaCheck } from "../surveys/lint/check-schema.ts";
import { CommandError } from "./fail.ts";

let compiledSchema: Promise<SchemaCheck> | null = null;

/** The questionnaire schema, read and compiled once. */
export function questionnaireSchema(): Promise<SchemaCheck> {
  compiledSchema ??= readFile(join(schemaFolder, "questionnaire.schema.json"), "utf8").then((text) =>
    schemaCheck(JSON.parse(text)),
  );
  return compiledSchema;
}

const usualOutcome = (word: string) => knowsEnd(defaultOutcomes(), word);

/** Reads and checks one file. Throws CommandError if there is no such file; text that is no JSON is a finding. */
export async function readQuestionnaire(
  file: string,
  documents: ListDocuments = {},
): Promise<{ json: unknown; result: CheckResult }> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${error.code ?? error.message}); check the path`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const message = `This is no JSON: ${(error as Error).message}. Look for a missing comma, quote or bracket.`;
    return { json: null, result: { errors: [{ code: "json", pointer: "", message }], warnings: [] } };
  }
  return { json, result: checkQuestionnaire(json, await questionnaireSchema(), usualOutcome, documents) };
}

/** Reads a file that has to be free of errors. */
export async function readValidQuestionnaire(file: string): Promise<Questionnaire> {
  const { json, result } = await readQuestionnaire(file);
  const [first] = result.errors;
  if (!first) return json as Questionnaire;
  const more = result.errors.length > 1 ? ` (and ${result.errors.length - 1} more)` : "";
  throw new CommandError(
    `${file}${first.pointer}: ${first.message}${more}; fieldline check ${file} lists them`,
  );
}
