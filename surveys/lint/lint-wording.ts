import type { LocalText, Questionnaire } from "../engine/definition.ts";
import { parseText } from "../engine/text.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

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

export const wordingRules: Rules = {
  errors: over(forms),
  warnings: over(unused, longReads),
};
