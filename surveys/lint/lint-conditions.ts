import type { Node } from "../engine/compiled.ts";
import type { CompiledCondition } from "../engine/condition.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

/** Every condition that compiled, with its place. */
function conditionsOf(subject: LintSubject): { condition: CompiledCondition; pointer: string; node: Node }[] {
  return [...subject.compiled.nodes.values()].flatMap((node) => {
    const own = node.item.type === "compute" ? "value" : node.item.type === "roster" ? "count" : "eligible";
    const list: [CompiledCondition | null, string][] = [
      [node.when, "/when"],
      [node.value, `/${own}`],
      ...node.options.map((option, at): [CompiledCondition | null, string] => [
        option.when,
        `/options/${at}/when`,
      ]),
      ...node.rows.map((row, at): [CompiledCondition | null, string] => [row.when, `/rows/${at}/when`]),
    ];
    return list.flatMap(([condition, place]) =>
      condition ? [{ condition, pointer: node.pointer + place, node }] : [],
    );
  });
}

const coded = ["single", "multiple", "grid", "ranking", "consent", "quota", "lookup"];

/** The codes that a question can have; none: they are not known here, such as those of a list kept apart. */
function codesOf({ compiled }: LintSubject, { item, options }: Node): string[] {
  if (item.type === "quota") return ["open", "full"];
  if (item.type === "lookup") return [...(compiled.lists.get(item.list)?.byCode.keys() ?? [])];
  return options.map((option) => option.code);
}

const namedAtMost = 30;
const namesOf = (codes: readonly string[]) =>
  codes.length > namedAtMost
    ? `${codes.slice(0, namedAtMost).join(", ")} and ${codes.length - namedAtMost} more`
    : codes.join(", ");

/** A code that the question does not have can never be its answer. */
function unknownCodes(subject: LintSubject): Finding[] {
  const { nodes } = subject.compiled;
  return conditionsOf(subject).flatMap(({ condition, pointer }) =>
    condition.comparisons.flatMap(({ name, code }): Finding[] => {
      const node = nodes.get(name);
      if (!node || !coded.includes(node.item.type)) return [];
      const codes = codesOf(subject, node);
      if (codes.length === 0 || codes.includes(code) || node.mask?.node.item.type === "roster") return [];
      const special = subject.compiled.specials.has(code)
        ? ` Write ${code}(${name}) for the special answer.`
        : "";
      return [
        {
          code: "condition-code",
          pointer,
          message: `${name} has no option '${code}', so this is never true; its options are ${namesOf(codes)}.${special}`,
        },
      ];
    }),
  );
}

function unknownSampleCodes(subject: LintSubject): Finding[] {
  const { sample = {} } = subject.definition;
  return conditionsOf(subject).flatMap(({ condition, pointer }) =>
    condition.references.flatMap(({ name, member }): Finding[] => {
      const variable = name === "sample" && member !== null ? sample[member] : undefined;
      if (variable?.type !== "single") return [];
      const codes = variable.options.map((option) => (typeof option === "string" ? option : option.code));
      const written = [
        ...condition.source.matchAll(new RegExp(`sample\\.${member}\\s*[!=]=\\s*['"]([^'"]*)['"]`, "g")),
      ];
      return written
        .filter(([, code]) => !codes.includes(code ?? ""))
        .map(([, code]) => ({
          code: "condition-code",
          pointer,
          message: `sample.${member} never is '${code}'; it is one of ${codes.join(", ")}`,
        }));
    }),
  );
}

function unguardedMembers(subject: LintSubject): Finding[] {
  return conditionsOf(subject).flatMap(({ condition, pointer }) =>
    condition.unguarded === null
      ? []
      : [
          {
            code: "condition-unguarded",
            pointer,
            message: `one ${condition.unguarded} without this answer makes the whole unknown; write has(${condition.unguarded}.member) && ... or filter first`,
          },
        ],
  );
}

function constants(subject: LintSubject): Finding[] {
  return conditionsOf(subject).flatMap(({ condition, pointer, node }) =>
    condition.references.length === 0 && pointer.endsWith("/when") && node.item.type !== "compute"
      ? [
          {
            code: "condition-constant",
            pointer,
            message: `"${condition.source}" depends on nothing and is always the same; remove the condition or the item`,
          },
        ]
      : [],
  );
}

/** A question asked only inside a branch, used outside it: often a slip, since it is unknown elsewhere. */
function checksWithoutQuestions(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer, index }): Finding[] => {
    if (item.type !== "check") return [];
    return item.questions.flatMap((id, at): Finding[] => {
      const target = subject.byId.get(id);
      const owner = subject.compiled.others.get(id)?.node;
      if (target && target.index < index && "read" in target.item) return [];
      if (owner) return [];
      return [
        {
          code: "check-question",
          pointer: `${pointer}/questions/${at}`,
          message: `${id} is not a question before this check; name the questions to put right`,
        },
      ];
    });
  });
}

export const conditionRules: Rules = {
  errors: (subject) => [
    ...unknownCodes(subject),
    ...unknownSampleCodes(subject),
    ...checksWithoutQuestions(subject),
  ],
  warnings: (subject) => [...unguardedMembers(subject), ...constants(subject)],
};
