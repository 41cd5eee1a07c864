import { row } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { questionnaireVariables } from "./questionnaire-variables.ts";
import type { VersionReader } from "./study-reader.ts";
import type { Row } from "./variable.ts";

/** How the answers of a stored questionnaire version are read. @throws Problem questionnaire-unknown */
export async function openVersion(deps: Deps, hash: string): Promise<VersionReader> {
  const compiled = await compiledQuestionnaire(deps, hash);
  return {
    variables: questionnaireVariables(compiled),
    // The engine's values that are objects belong to respondent selection, which the row has split already.
    row: (state) => row(compiled, state) as Row,
  };
}
