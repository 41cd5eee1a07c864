import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";
import { stringsOf, textsOf } from "./texts-of.ts";

function missingLanguages(subject: LintSubject): Finding[] {
  const { languages } = subject.definition;
  return textsOf(subject).flatMap(({ text, pointer }) => {
    if (typeof text === "string") return [];
    return languages
      .filter((language) => !Object.hasOwn(text, language))
      .map((language) => ({
        code: "text-missing",
        pointer: `${pointer}/${language}`,
        message: `the text in "${language}" is missing, so interviews in "${language}" would show another language; add it`,
      }));
  });
}

function extraLanguages(subject: LintSubject): Finding[] {
  const { languages } = subject.definition;
  return textsOf(subject).flatMap(({ text, pointer }) => {
    if (typeof text === "string") return [];
    return Object.keys(text)
      .filter((language) => !languages.includes(language))
      .map((language) => ({
        code: "text-language",
        pointer: `${pointer}/${language}`,
        message: `"${language}" is not among the questionnaire's languages, so nobody sees this text; add the language or remove the text`,
      }));
  });
}

/** Control and format characters but tab, line break and soft hyphen: zero-width, direction marks, overrides. */
const invisible = /(?![\t\n\r\u00ad])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function invisibleCharacters(subject: LintSubject): Finding[] {
  return textsOf(subject).flatMap((text) =>
    stringsOf(text).flatMap(({ words, pointer }) => {
      const found = invisible.exec(words);
      if (!found) return [];
      const name = `U+${found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
      return [
        {
          code: "text-invisible",
          pointer,
          message: `an invisible character (${name}) stands at position ${found.index + 1} and can change what is read; delete it and type the words anew`,
        },
      ];
    }),
  );
}

function blankTexts(subject: LintSubject): Finding[] {
  return textsOf(subject).flatMap((text) =>
    stringsOf(text)
      .filter(({ words }) => words.trim() === "")
      .map(({ pointer }) => ({
        code: "text-blank",
        pointer,
        message: "the text is blank; write it or remove the entry",
      })),
  );
}

function strangeMarkup(subject: LintSubject): Finding[] {
  return textsOf(subject).flatMap((text) =>
    stringsOf(text).flatMap(({ words, pointer }) => {
      const tag = /<\/?[a-z][^>]*>|&[a-z]+;|\{\{|\$\{/i.exec(words);
      const stars = words.replaceAll(/\\./g, "").split("*").length - 1;
      if (tag) {
        return [
          {
            code: "text-markup",
            pointer,
            message: `${tag[0]} will be shown as it is written; take it out, texts know only *stress* and {placeholders}`,
          },
        ];
      }
      return stars % 2 === 0
        ? []
        : [
            {
              code: "text-star",
              pointer,
              message: "a single * stays a star; close the stress with a second one or write \\*",
            },
          ];
    }),
  );
}

export const textRules: Rules = {
  errors: (subject) => [
    ...missingLanguages(subject),
    ...invisibleCharacters(subject),
    ...blankTexts(subject),
  ],
  warnings: (subject) => [...extraLanguages(subject), ...strangeMarkup(subject)],
};
