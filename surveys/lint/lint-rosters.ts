import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

function selection(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }): Finding[] => {
    if (item.type !== "select") return [];
    if (item.method === "kish" && item.roster === undefined) {
      return [
        {
          code: "select-roster",
          pointer,
          message: 'the method "kish" draws from a list of people; name their roster',
        },
      ];
    }
    if (item.eligible !== undefined && item.roster === undefined) {
      return [
        {
          code: "select-roster",
          pointer: `${pointer}/eligible`,
          message: "eligible is asked of roster items; name the roster or remove it",
        },
      ];
    }
    return [];
  });
}

function inverses(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }): Finding[] => {
    if (item.type !== "relation") return [];
    const codes = new Map(item.options.map((option) => [option.code, option.inverse]));
    return item.options.flatMap((option, at): Finding[] => {
      const here = `${pointer}/options/${at}/inverse`;
      if (!codes.has(option.inverse)) {
        return [
          {
            code: "relation-inverse",
            pointer: here,
            message: `there is no relation '${option.inverse}'; add it or correct the code`,
          },
        ];
      }
      return [];
    });
  });
}

function countedWithoutLimit(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }) =>
    item.type === "roster" && item.count !== undefined && item.max === undefined
      ? [
          {
            code: "roster-max",
            pointer,
            message: `${item.id} has no max, so 20 items are exported at most; say how many there can be`,
          },
        ]
      : [],
  );
}

function unnamedItems(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }) =>
    item.type === "roster" && item.count !== undefined && item.label === undefined
      ? [
          {
            code: "roster-label",
            pointer,
            message: `the items of ${item.id} have no name, so they read as 1, 2, 3; add a label`,
          },
        ]
      : [],
  );
}

export const rosterRules: Rules = {
  errors: (subject) => [...selection(subject), ...inverses(subject)],
  warnings: (subject) => [...countedWithoutLimit(subject), ...unnamedItems(subject)],
};
