import type { Questionnaire } from "../engine/definition.ts";
import type { SchemaCheck } from "./check-schema.ts";
import type { Finding } from "./finding.ts";
import { idRules } from "./lint-ids.ts";
import type { LintSubject, Rules } from "./rule.ts";
import { walkItems } from "./walk-items.ts";

export interface CheckResult {
  errors: Finding[];
  warnings: Finding[];
}

const groups: Rules[] = [idRules];

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
    errors: groups.flatMap((rules) => rules.errors?.(subject) ?? []),
    warnings: groups.flatMap((rules) => rules.warnings?.(subject) ?? []),
  };
}
