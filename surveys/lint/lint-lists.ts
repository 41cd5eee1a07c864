import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

/** An entry that a list kept apart has in one language only is never found in an interview in another one. */
function languagesThatDiffer({ compiled }: LintSubject): Finding[] {
  return [...compiled.lists].flatMap(([name, { entries, byLanguage }]) =>
    [...byLanguage].flatMap(([language, own]): Finding[] => {
      // A list that was not given is not looked into.
      if (own.length === 0 || own.length === entries.length) return [];
      const codes = new Set(own.map(({ code }) => code));
      const missing = entries.filter(({ code }) => !codes.has(code)).map(({ code }) => code);
      const named = missing.slice(0, 5).join(", ");
      return [
        {
          code: "list-languages",
          pointer: `/lists/${name}/documents/${language}`,
          message: `the list has ${missing.length} more ${missing.length === 1 ? "code" : "codes"} in another language (${named}${missing.length > 5 ? ", …" : ""}); add them in ${language}, or remove them there`,
        },
      ];
    }),
  );
}

export const listRules: Rules = { warnings: languagesThatDiffer };
