import { compile, type Questionnaire, QuestionnaireError } from "../engine/index.ts";
import type { SchemaCheck } from "./check-schema.ts";
import type { Finding } from "./finding.ts";
import { idRules } from "./lint-ids.ts";
import { structureRules } from "./lint-structure.ts";
import { textRules } from "./lint-texts.ts";
import type { LintSubject, Rules } from "./rule.ts";
import { walkItems } from "./walk-items.ts";

export interface CheckResult {
  errors: Finding[];
  warnings: Finding[];
}

const groups: Rules[] = [idRules, textRules, structureRules];

/** What the compiler refuses: names, conditions and their types, references. */
function compilerFindings(definition: Questionnaire): Finding[] {
  try {
    compile(definition);
    return [];
  } catch (error) {
    if (error instanceof QuestionnaireError) return error.findings;
    throw error;
  }
}

/**
 * Everything that can be said about a questionnaire before it is used: first the schema, then, if it has
 * the right shape, the rules. Errors stop publishing; warnings do not.
 */
export function checkQuestionnaire(json: unknown, schema: SchemaCheck): CheckResult {
  const errors = schema(json);
  if (errors.length > 0) return { errors, warnings: [] };
  const definition = json as Questionnaire;
  const visits = walkItems(definition);
  const subject: LintSubject = {
    definition,
    visits,
    byId: new Map(visits.toReversed().map((visit) => [visit.item.id, visit])),
  };
  return {
    errors: [...compilerFindings(definition), ...groups.flatMap((rules) => rules.errors?.(subject) ?? [])],
    warnings: groups.flatMap((rules) => rules.warnings?.(subject) ?? []),
  };
}
