import type { Category, SpecialCode, Variable } from "./variable.ts";

/** One merged variable and what each version called it. */
export interface MergedColumn {
  merged: Variable;
  /** Name in the questionnaire. */
  name: string;
  /** Newest version that has it first. */
  of: { version: string; variable: Variable }[];
}

/** The newer variable with what only the older one had: options and special answers, at the end. */
export function joinVariables(newer: Variable, older: Variable): Variable {
  return {
    ...newer,
    categories: union(newer.categories, older.categories, ({ code }: Category) => code),
    specials: joinSpecials(newer.specials, older.specials),
    personal: newer.personal || older.personal,
    openText: newer.openText || older.openText,
  };
}

function union<T>(first: readonly T[], more: readonly T[], key: (entry: T) => string): T[] {
  const known = new Set(first.map(key));
  return [...first, ...more.filter((entry) => !known.has(key(entry)))];
}

/** Codes of special answers are given by their order unless written, so two versions may give one code to two. */
function joinSpecials(newer: readonly SpecialCode[], older: readonly SpecialCode[]): SpecialCode[] {
  const joined = [...newer];
  for (const special of older) {
    if (joined.some(({ id }) => id === special.id)) continue;
    const taken = new Set(joined.map(({ code }) => code));
    let code = special.code;
    for (let next = -97; taken.has(code); next--) code = String(next);
    joined.push({ ...special, code });
  }
  return joined;
}

/** Headers that a variable has in a file, in small letters: some programs do not tell `Q1` from `q1`. */
export function headersOf({ name, type, categories }: Variable): string[] {
  const headers =
    type === "multiple"
      ? categories.map(({ code }) => `${name}_${code}`)
      : type === "ranking"
        ? categories.map((_, index) => `${name}_rank${index + 1}`)
        : [name];
  return headers.map((header) => header.toLowerCase());
}
