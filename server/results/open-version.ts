import type { Deps } from "../deps.ts";
import { questionnaireDefinition } from "../questionnaires/questionnaires.ts";
import { questionnaireVariables } from "./questionnaire-variables.ts";
import type { VersionReader } from "./study-reader.ts";
import type { Row, Value } from "./variable.ts";

/** How the answers of a stored questionnaire version are read. @throws Problem questionnaire-unknown */
export async function openVersion(deps: Deps, hash: string): Promise<VersionReader> {
  const variables = questionnaireVariables(await questionnaireDefinition(deps, hash));
  return {
    variables,
    row({ answers, sample }) {
      const row: Row = {};
      for (const { name, source } of variables) {
        // Completion deleted what was off the route, so what is not there was not asked.
        const value: Value | undefined =
          "answer" in source
            ? (answers[source.answer] as Value | undefined)
            : source.sample in sample
              ? { v: sample[source.sample] ?? "" }
              : undefined;
        row[name] = value ?? "notAsked";
      }
      return row;
    },
  };
}
