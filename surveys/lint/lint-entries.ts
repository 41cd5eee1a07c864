import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

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

export const entryRules: Rules = {
  errors: specialEntries,
  warnings: options,
};
