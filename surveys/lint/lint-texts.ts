import type { LocalText, Placeholder, Questionnaire } from "../engine/definition.ts";
import { parseText } from "../engine/text.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

/** Placeholders that need no declaration, because the interview itself knows them. */
const builtIn = new Set(["interviewer", "client", "institute", "study", "name"]);

/** Where texts stand in a definition, by the name of the member. */
const textMembers = new Set(
  "title description label read instruction probe help message unit minLabel maxLabel yes no fallback".split(
    " ",
  ),
);

interface TextPlace {
  text: LocalText;
  pointer: string;
}

/** Every text of the definition with its place. */
export function textPlaces(definition: Questionnaire): TextPlace[] {
  const places: TextPlace[] = [];
  const walk = (value: unknown, pointer: string): void => {
    if (Array.isArray(value))
      for (const [index, entry] of value.entries()) walk(entry, `${pointer}/${index}`);
    else if (value !== null && typeof value === "object")
      for (const [name, entry] of Object.entries(value)) {
        if (textMembers.has(name)) places.push({ text: entry as LocalText, pointer: `${pointer}/${name}` });
        else if (name === "labels")
          for (const [point, text] of Object.entries(entry as Record<string, LocalText>))
            places.push({ text, pointer: `${pointer}/labels/${point}` });
        else walk(entry, `${pointer}/${name}`);
      }
  };
  walk(definition, "");
  return places;
}

/** The strings of a text: one per language, and per form. */
function strings(text: LocalText): { language: string | null; string: string; below: string }[] {
  if (typeof text === "string") return [{ language: null, string: text, below: "" }];
  return Object.entries(text).flatMap(([language, entry]) =>
    typeof entry === "string"
      ? [{ language, string: entry, below: `/${language}` }]
      : Object.entries(entry.forms).map(([form, string]) => ({
          language,
          string,
          below: `/${language}/forms/${form}`,
        })),
  );
}

const placeholdersOf = (source: string): string[] =>
  parseText(source).flatMap((piece) => ("placeholder" in piece ? [piece.placeholder] : []));

function languages({ definition }: LintSubject, places: TextPlace[]): Finding[] {
  return places.flatMap(({ text, pointer }) => {
    if (typeof text === "string") return [];
    const missing = definition.languages.filter((language) => !Object.hasOwn(text, language));
    const foreign = Object.keys(text).filter((language) => !definition.languages.includes(language));
    return [
      ...missing.map((language) => ({
        code: "text-language-missing",
        pointer,
        message: `the text has no "${language}"; write it, or take "${language}" out of /languages`,
      })),
      ...foreign.map((language) => ({
        code: "text-language-unknown",
        pointer: `${pointer}/${language}`,
        message: `"${language}" is not among the languages of this questionnaire (${definition.languages.join(", ")})`,
      })),
    ];
  });
}

function placeholders({ definition }: LintSubject, places: TextPlace[]): Finding[] {
  const known = new Set([...builtIn, ...Object.keys(definition.placeholders ?? {})]);
  return places.flatMap(({ text, pointer }) =>
    strings(text).flatMap(({ string, below }) =>
      placeholdersOf(string)
        .filter((name) => !known.has(name))
        .map((name) => ({
          code: "placeholder-unknown",
          pointer: pointer + below,
          message: `{${name}} is not declared; add it to /placeholders, or write \\{ for a brace`,
        })),
    ),
  );
}

/** A translation that forgets a placeholder says something else than the original. */
function parity({ definition }: LintSubject, places: TextPlace[]): Finding[] {
  return places.flatMap(({ text, pointer }) => {
    if (typeof text === "string") return [];
    const used = definition.languages.map((language) => {
      const entry = text[language];
      const all = entry === undefined ? [] : typeof entry === "string" ? [entry] : Object.values(entry.forms);
      return new Set(all.flatMap(placeholdersOf));
    });
    const every = new Set(used.flatMap((names) => [...names]));
    return [...every].flatMap((name) =>
      definition.languages
        .filter((language, index) => Object.hasOwn(text, language) && !used[index]?.has(name))
        .map((language) => ({
          code: "placeholder-parity",
          pointer: `${pointer}/${language}`,
          message: `{${name}} stands in another language of this text but not here; add it, or take it out everywhere`,
        })),
    );
  });
}

function forms({ definition }: LintSubject, places: TextPlace[]): Finding[] {
  const declared = definition.placeholders ?? {};
  return places.flatMap(({ text, pointer }) =>
    typeof text === "string"
      ? []
      : Object.entries(text).flatMap(([language, entry]) =>
          typeof entry === "string" || Object.hasOwn(declared, entry.by)
            ? []
            : [
                {
                  code: "form-unknown",
                  pointer: `${pointer}/${language}/by`,
                  message: `the forms depend on {${entry.by}}, which is not declared; add it to /placeholders`,
                },
              ],
        ),
  );
}

/** Characters that nobody sees and that change how a line reads: zero width, direction marks, controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this rule is about
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2028-\u202e\u2060-\u2069\ufeff]/u;

function invisibleCharacters(_subject: LintSubject, places: TextPlace[]): Finding[] {
  return places.flatMap(({ text, pointer }) =>
    strings(text).flatMap(({ string, below }) => {
      const found = invisible.exec(string)?.[0];
      if (found === undefined) return [];
      const name = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
      return [
        {
          code: "text-invisible",
          pointer: pointer + below,
          message: `there is an invisible character (${name}) at position ${string.indexOf(found)}; remove it`,
        },
      ];
    }),
  );
}

function unused({ definition }: LintSubject, places: TextPlace[]): Finding[] {
  const used = new Set(
    places.flatMap(({ text }) => [
      ...strings(text).flatMap(({ string }) => placeholdersOf(string)),
      ...(typeof text === "string"
        ? []
        : Object.values(text).flatMap((entry) => (typeof entry === "string" ? [] : [entry.by]))),
    ]),
  );
  return Object.keys(definition.placeholders ?? {})
    .filter((name) => !used.has(name))
    .map((name) => ({
      code: "placeholder-unused",
      pointer: `/placeholders/${name}`,
      message: `{${name}} stands in no text; remove it, or use it`,
    }));
}

/** Sources of placeholders must exist. */
function sources({ definition, byId }: LintSubject): Finding[] {
  return Object.entries(definition.placeholders ?? {}).flatMap(
    ([name, placeholder]: [string, Placeholder]) => {
      if (placeholder.source === "sample" && !Object.hasOwn(definition.sample ?? {}, placeholder.variable))
        return [
          {
            code: "placeholder-source",
            pointer: `/placeholders/${name}/variable`,
            message: `"${placeholder.variable}" is no sample variable; declare it in /sample`,
          },
        ];
      if (placeholder.source === "answer" && !byId.has(placeholder.question))
        return [
          {
            code: "placeholder-source",
            pointer: `/placeholders/${name}/question`,
            message: `there is no question "${placeholder.question}"; name one that comes before the text`,
          },
        ];
      return [];
    },
  );
}

/** Sentences longer than this are lost on the telephone; about half a minute of speech. */
const longestRead = 600;

function longReads(_subject: LintSubject, places: TextPlace[]): Finding[] {
  return places
    .filter(({ pointer }) => pointer.endsWith("/read"))
    .flatMap(({ text, pointer }) =>
      strings(text)
        .filter(({ string }) => string.length > longestRead)
        .map(({ string, below }) => ({
          code: "text-long",
          pointer: pointer + below,
          message: `${string.length} characters are more than a listener can keep (${longestRead}); split the text`,
        })),
    );
}

const over =
  (...rules: ((subject: LintSubject, places: TextPlace[]) => Finding[])[]) =>
  (subject: LintSubject) => {
    const places = textPlaces(subject.definition);
    return rules.flatMap((rule) => rule(subject, places));
  };

export const textRules: Rules = {
  errors: over(languages, placeholders, forms, invisibleCharacters, sources),
  warnings: over(parity, unused, longReads),
};
