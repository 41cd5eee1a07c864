import { problem } from "../http/problem.ts";
import type { Category, SpecialCode, Variable } from "./variable.ts";

/**
 * The variables of a study over all versions of its questionnaire, oldest version first in `versions`.
 * Order and words are those of the newest version; what only older ones had comes at the end, options alike.
 * @throws Problem "variable-retyped" when a name changed its type: such data do not belong into one column
 */
export function mergeVariables(versions: readonly (readonly Variable[])[]): Variable[] {
  const merged = new Map<string, Variable>();
  for (const variables of [...versions].reverse())
    for (const variable of variables) {
      const newer = merged.get(variable.name);
      if (!newer) merged.set(variable.name, variable);
      else if (newer.type !== variable.type)
        throw problem("variable-retyped", { name: variable.name, from: variable.type, to: newer.type });
      else
        merged.set(variable.name, {
          ...newer,
          categories: union(newer.categories, variable.categories, ({ code }: Category) => code),
          specials: union(newer.specials, variable.specials, ({ id }: SpecialCode) => id),
          personal: newer.personal || variable.personal,
          openText: newer.openText || variable.openText,
        });
    }
  return [...merged.values()];
}

function union<T>(first: readonly T[], more: readonly T[], key: (entry: T) => string): T[] {
  const known = new Set(first.map(key));
  return [...first, ...more.filter((entry) => !known.has(key(entry)))];
}
