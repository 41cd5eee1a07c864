import { codebook } from "../engine/codebook.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

function pointerOf(subject: LintSubject, question: string): string {
  const visit = subject.byId.get(question);
  if (visit) return `${visit.pointer}/id`;
  const owner = subject.compiled.others.get(question)?.node;
  return owner ? `${owner.pointer}/options` : "/items";
}

/** Two columns of one name would be one column in a data file. */
function sameColumns(subject: LintSubject): Finding[] {
  const seen = new Map<string, string>();
  const told = new Set<string>();
  return codebook(subject.compiled).variables.flatMap(({ name, question }): Finding[] => {
    const before = seen.get(name);
    seen.set(name, question);
    if (before === undefined || before === question || told.has(`${before} ${question}`)) return [];
    told.add(`${before} ${question}`);
    return [
      {
        code: "export-column",
        pointer: pointerOf(subject, question),
        message: `${before} and ${question} both export a column ${name}; give one of them another id`,
      },
    ];
  });
}

function longColumns(subject: LintSubject): Finding[] {
  const told = new Set<string>();
  return codebook(subject.compiled).variables.flatMap(({ name, question }): Finding[] => {
    if (name.length <= 64 || told.has(question)) return [];
    told.add(question);
    return [
      {
        code: "export-length",
        pointer: pointerOf(subject, question),
        message: `the column ${name} has more than 64 characters and will be cut by statistics programs; shorten the id`,
      },
    ];
  });
}

function manyColumns(subject: LintSubject): Finding[] {
  const count = codebook(subject.compiled).variables.length;
  return count > 5000
    ? [
        {
          code: "export-many",
          pointer: "/items",
          message: `exports would have ${count} columns; lower the max of the rosters`,
        },
      ]
    : [];
}

export const exportRules: Rules = {
  errors: sameColumns,
  warnings: (subject) => [...longColumns(subject), ...manyColumns(subject)],
};
