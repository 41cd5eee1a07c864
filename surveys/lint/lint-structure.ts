import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";
import type { Visit } from "./walk-items.ts";

/** Outcomes of end nodes that close an interview before its questions were all asked. */
const screenOuts = new Set(["ineligible", "quotaFull", "screenOut"]);

/** Nothing after an end without a condition, on the same level, is ever reached. */
function unreachable({ visits }: LintSubject): Finding[] {
  const closed: Visit[] = [];
  return visits.flatMap((visit) => {
    const { item, pointer, parents } = visit;
    const end = closed.find((before) => before.parents.every((parent, depth) => parents[depth] === parent));
    // Inside a block with a condition the end is reached only if the block is.
    if (
      item.type === "end" &&
      item.when === undefined &&
      parents.every((parent) => parent.when === undefined)
    )
      closed.push({ ...visit, parents: [] });
    return end && parents.every((parent) => parent !== end.item)
      ? [
          {
            code: "unreachable",
            pointer,
            message: `the interview always ends at ${end.pointer}, before this item; move it up or give the end a condition`,
          },
        ]
      : [];
  });
}

function weighting({ visits }: LintSubject): Finding[] {
  const first = visits.find(({ item }) => item.type === "end" && screenOuts.has(item.outcome));
  if (!first) return [];
  return visits
    .filter(({ item, index }) => "weighting" in item && item.weighting === true && index > first.index)
    .map(({ pointer }) => ({
      code: "weighting-late",
      pointer,
      message: `this question is needed for weighting but people are screened out before it, at ${first.pointer}; move it up`,
    }));
}

/** References by id that are no conditions: checks, quotas, masks, rosters. */
function references({ visits, byId, definition }: LintSubject): Finding[] {
  const earlier = (id: string, visit: Visit, pointer: string, what: string): Finding[] => {
    const target = byId.get(id);
    if (!target)
      return [
        { code: "reference-unknown", pointer, message: `${what} "${id}" does not exist; check the spelling` },
      ];
    if (target.index >= visit.index)
      return [
        {
          code: "reference-late",
          pointer,
          message: `${what} "${id}" comes later, at ${target.pointer}; move one of them`,
        },
      ];
    return [];
  };
  return visits.flatMap((visit) => {
    const { item, pointer } = visit;
    if (item.type === "check")
      return item.questions.flatMap((id, index) =>
        earlier(id.split("@")[0] ?? id, visit, `${pointer}/questions/${index}`, "the question"),
      );
    if (item.type === "quota")
      return (item.by ?? []).flatMap((name, index) =>
        name.startsWith("sample.")
          ? Object.hasOwn(definition.sample ?? {}, name.slice(7))
            ? []
            : [
                {
                  code: "reference-unknown",
                  pointer: `${pointer}/by/${index}`,
                  message: `"${name}" is no sample variable; declare it in /sample`,
                },
              ]
          : earlier(name, visit, `${pointer}/by/${index}`, "the question"),
      );
    return [];
  });
}

/** Limits that exclude each other leave no answer. */
function limits({ visits }: LintSubject): Finding[] {
  return visits.flatMap(({ item, pointer }) => {
    const found: Finding[] = [];
    if (
      "min" in item &&
      "max" in item &&
      item.min !== undefined &&
      item.max !== undefined &&
      item.min > item.max
    )
      found.push({
        code: "limits",
        pointer: `${pointer}/min`,
        message: `the least allowed (${item.min}) is more than the most allowed (${item.max}); exchange them`,
      });
    if (item.type === "multiple" && item.options && (item.min ?? 0) > item.options.length)
      found.push({
        code: "limits",
        pointer: `${pointer}/min`,
        message: `${item.min} answers are demanded of ${item.options.length} options; lower the number`,
      });
    return found;
  });
}

/** An entry code such as 98 must not be an option's code too: typing it would be ambiguous. */
function specialEntries({ visits, definition }: LintSubject): Finding[] {
  const defaults: Record<string, string> = { dk: "98", refused: "99" };
  const entryOf = (id: string) => definition.specials?.[id]?.entry ?? defaults[id];
  return visits.flatMap(({ item, pointer }) => {
    if (!("specials" in item) || !("options" in item)) return [];
    return (item.specials ?? []).flatMap((use, index) => {
      const id = typeof use === "string" ? use : use.id;
      const entry = entryOf(id);
      return item.options?.some((option) => option.code === entry)
        ? [
            {
              code: "entry-clash",
              pointer: `${pointer}/specials/${index}`,
              message: `"${id}" is typed as ${entry}, which is also an option's code; give the special another entry`,
            },
          ]
        : [];
    });
  });
}

/** More options than this cannot be kept in mind while they are read out. */
const mostReadOut = 12;

function options({ visits }: LintSubject): Finding[] {
  return visits.flatMap(({ item, pointer }) => {
    if (!("options" in item) || !item.options) return [];
    const list = item.options;
    return [
      ...(item.type === "single" && list.some((option) => option.exclusive)
        ? [
            {
              code: "exclusive-idle",
              pointer: `${pointer}/options`,
              message: "only one answer can be chosen here anyway; remove exclusive",
            },
          ]
        : []),
      ...("optionsRead" in item && item.optionsRead === "all" && list.length > mostReadOut
        ? [
            {
              code: "options-many",
              pointer: `${pointer}/options`,
              message: `${list.length} options are more than a listener can keep; read them as needed, or split the question`,
            },
          ]
        : []),
    ];
  });
}

export const structureRules: Rules = {
  errors: (subject) => [
    ...unreachable(subject),
    ...references(subject),
    ...limits(subject),
    ...specialEntries(subject),
  ],
  warnings: (subject) => [...weighting(subject), ...options(subject)],
};
