import type { Deps } from "../deps.ts";
import { questionnaireDefinition } from "../questionnaires/questionnaires.ts";
import { getStudy } from "../studies/studies.ts";
import type { FieldStudy } from "./field-study.ts";
import type { DeclaredSample } from "./sample-mapping.ts";

/** The sample variables that the published questionnaire asks for; none before the first version. */
export async function declaredSample(deps: Deps, study: FieldStudy): Promise<DeclaredSample> {
  const version = (await getStudy(deps, study._id)).versions.at(-1);
  if (!version) return {};
  return (await questionnaireDefinition(deps, version.hash)).sample ?? {};
}
