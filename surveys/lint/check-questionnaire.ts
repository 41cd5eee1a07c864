import { compileWithFindings } from "../engine/compile.ts";
import type { ListDocuments } from "../engine/compile-lists.ts";
import type { Questionnaire } from "../engine/definition.ts";
import type { SchemaCheck } from "./check-schema.ts";
import type { Finding } from "./finding.ts";
import { conditionRules } from "./lint-conditions.ts";
import { endRules } from "./lint-ends.ts";
import { entryRules } from "./lint-entries.ts";
import { exportRules } from "./lint-export.ts";
import { flowRules } from "./lint-flow.ts";
import { idRules } from "./lint-ids.ts";
import { limitRules } from "./lint-limits.ts";
import { listRules } from "./lint-lists.ts";
import { maskRules } from "./lint-masks.ts";
import { optionRules } from "./lint-options.ts";
import { pipedAnswerRules } from "./lint-piped-answers.ts";
import { placeholderRules } from "./lint-placeholders.ts";
import { rosterRules } from "./lint-rosters.ts";
import { textRules } from "./lint-texts.ts";
import { wordingRules } from "./lint-wording.ts";
import type { LintSubject, Rules } from "./rule.ts";
import { walkItems } from "./walk-items.ts";

export interface CheckResult {
  errors: Finding[];
  warnings: Finding[];
}

const groups: Rules[] = [
  idRules,
  textRules,
  placeholderRules,
  pipedAnswerRules,
  wordingRules,
  optionRules,
  maskRules,
  entryRules,
  listRules,
  limitRules,
  conditionRules,
  flowRules,
  endRules,
  rosterRules,
  exportRules,
];

/**
 * Everything that can be said about a questionnaire before it is used: first the schema, then, if it has
 * the right shape, the rules. Errors stop publishing; warnings do not. `knowsOutcome` says whether a call can be closed with
 * what an end node says; this folder reads no catalogue itself. Lists kept apart
 * are looked into as far as their `documents` are given.
 */
export function checkQuestionnaire(
  json: unknown,
  schema: SchemaCheck,
  knowsOutcome = (_word: string) => true,
  documents: ListDocuments = {},
): CheckResult {
  const errors = schema(json);
  if (errors.length > 0) return { errors, warnings: [] };
  const definition = json as Questionnaire;
  const visits = walkItems(definition);
  const { compiled, findings } = compileWithFindings(definition, documents);
  const subject: LintSubject = {
    definition,
    compiled,
    visits,
    byId: new Map(visits.toReversed().map((visit) => [visit.item.id, visit])),
    knowsOutcome,
  };
  const found = groups.flatMap((rules) => rules.errors?.(subject) ?? []);
  const told = new Set(found.map((finding) => finding.pointer));
  // What the engine itself refuses comes too, unless a rule already says it better.
  const refused = findings.filter((finding) => !told.has(finding.pointer));
  return {
    errors: [...found, ...refused],
    warnings: groups.flatMap((rules) => rules.warnings?.(subject) ?? []),
  };
}
