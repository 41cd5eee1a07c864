import { answerIds, optionLists } from "./definition-parts.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

/** Names that SPSS keeps for itself. */
const spssReserved = new Set("all and by eq ge gt le lt ne not or to with".split(" "));

/** Duplicate and reserved ids are found by the compiler; these would only fail in an export. */
function exportNames(subject: LintSubject): Finding[] {
  return answerIds(subject)
    .filter(({ id }) => spssReserved.has(id))
    .map(({ id, pointer }) => ({
      code: "id-export",
      pointer,
      message: `"${id}" cannot be a variable name in SPSS; choose another id`,
    }));
}

/** The variables of a multiple or a grid are `id_code`; another id must not take their name. */
function variableClashes(subject: LintSubject): Finding[] {
  const ids = new Map(answerIds(subject).map(({ id, pointer }) => [id, pointer]));
  return subject.visits.flatMap(({ item, pointer }) => {
    const codes =
      item.type === "multiple" || item.type === "ranking"
        ? (item.options ?? []).map((option) => option.code)
        : item.type === "grid"
          ? (item.rows ?? []).map((row) => row.code)
          : [];
    return codes.flatMap((code) => {
      const clash = ids.get(`${item.id}_${code.toLowerCase()}`);
      return clash === undefined
        ? []
        : [
            {
              code: "id-variable",
              pointer: clash,
              message: `exports name the option "${code}" of ${pointer} the same; choose another id here`,
            },
          ];
    });
  });
}

function duplicateCodes(subject: LintSubject): Finding[] {
  return optionLists(subject).flatMap(({ codes, pointer }) =>
    codes.flatMap((code, index) =>
      codes.indexOf(code) < index
        ? [
            {
              code: "code-duplicate",
              pointer: `${pointer}/${index}/code`,
              message: `the code "${code}" is already used in this list; give each entry a code of its own`,
            },
          ]
        : [],
    ),
  );
}

function nearlyEqualCodes(subject: LintSubject): Finding[] {
  return optionLists(subject).flatMap(({ codes, pointer }) => {
    const seen = new Map<string, string>();
    return codes.flatMap((code, index) => {
      const plain = /^\d+$/.test(code) ? String(Number(code)) : code.toLowerCase();
      const twin = seen.get(plain);
      seen.set(plain, code);
      return twin === undefined || twin === code
        ? []
        : [
            {
              code: "code-lookalike",
              pointer: `${pointer}/${index}/code`,
              message: `the codes "${twin}" and "${code}" become the same in many programs; make them differ`,
            },
          ];
    });
  });
}

export const idRules: Rules = {
  errors: (subject) => [...exportNames(subject), ...variableClashes(subject), ...duplicateCodes(subject)],
  warnings: nearlyEqualCodes,
};
