import type { LocalText } from "../engine/definition.ts";
import { compileText, placeholdersOf } from "../engine/text.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";
import { type TextAt, textsOf } from "./texts-of.ts";

const always = new Set(["interviewer", "client", "institute", "study"]);

/** Placeholders of a text in one language, the one that chooses its form included. */
export function namesIn(text: LocalText, language: string): Set<string> {
  const own = typeof text === "string" ? text : text[language];
  return own === undefined ? new Set() : placeholdersOf(compileText({ [language]: own }, [language]));
}

/** Is {name} known at this place? Rosters, grid rows and pairs bring names of their own. */
function isKnown(subject: LintSubject, name: string, visit: number | null): boolean {
  if (always.has(name) || Object.hasOwn(subject.definition.placeholders ?? {}, name)) return true;
  const place = visit === null ? undefined : subject.visits[visit];
  if (!place) return false;
  const around = [...place.parents, place.item];
  const inRoster = around.some((item) => item.type === "roster");
  if (name === "position") return inRoster;
  if (name === "row") return place.item.type === "grid";
  if (name === "first" || name === "second") return place.item.type === "relation";
  return around.some((item) => item.type === "roster" && item.id === name);
}

function unknownPlaceholders(subject: LintSubject): Finding[] {
  return eachText(subject, ({ text, pointer, visit }, languages) =>
    languages.flatMap((language) =>
      [...namesIn(text, language)]
        .filter((name) => !isKnown(subject, name, visit))
        .map((name) => ({
          code: "placeholder-unknown",
          pointer: typeof text === "string" ? pointer : `${pointer}/${language}`,
          message: `{${name}} is not declared; add it to placeholders or write \\{${name}} to show it as it is`,
        })),
    ),
  );
}

function unequalLanguages(subject: LintSubject): Finding[] {
  return eachText(subject, ({ text, pointer }, languages) => {
    const [first, ...others] = languages;
    if (typeof text === "string" || first === undefined) return [];
    const wanted = namesIn(text, first);
    return others.flatMap((language) => {
      const own = namesIn(text, language);
      const different = [...wanted]
        .filter((name) => !own.has(name))
        .concat([...own].filter((name) => !wanted.has(name)));
      if (different.length === 0) return [];
      return [
        {
          code: "placeholder-parity",
          pointer: `${pointer}/${language}`,
          message: `"${first}" and "${language}" differ in {${different.join("}, {")}}; use the same placeholders in both`,
        },
      ];
    });
  });
}

function eachText(subject: LintSubject, rule: (text: TextAt, languages: string[]) => Finding[]): Finding[] {
  return textsOf(subject).flatMap((text) => {
    const { languages } = subject.definition;
    const own =
      typeof text.text === "string"
        ? languages.slice(0, 1)
        : languages.filter((one) => Object.hasOwn(text.text as object, one));
    return rule(text, own);
  });
}

function sources(subject: LintSubject): Finding[] {
  return Object.entries(subject.definition.placeholders ?? {}).flatMap(([name, placeholder]): Finding[] => {
    const pointer = `/placeholders/${name}`;
    if (
      placeholder.source === "sample" &&
      !Object.hasOwn(subject.definition.sample ?? {}, placeholder.variable)
    ) {
      return [
        {
          code: "placeholder-source",
          pointer: `${pointer}/variable`,
          message: `there is no sample variable "${placeholder.variable}"; declare it under sample`,
        },
      ];
    }
    if (placeholder.source !== "answer") return [];
    const { question } = placeholder;
    const visit = subject.byId.get(question) ?? ownerOf(subject, question);
    if (!visit) {
      return [
        {
          code: "placeholder-source",
          pointer: `${pointer}/question`,
          message: `there is no question "${question}"; correct the name`,
        },
      ];
    }
    return [];
  });
}

function ownerOf(subject: LintSubject, otherId: string) {
  const owner = subject.compiled.others.get(otherId)?.node;
  return owner && subject.byId.get(owner.id);
}

function withoutFallback(subject: LintSubject): Finding[] {
  return Object.entries(subject.definition.placeholders ?? {}).flatMap(([name, { source, fallback }]) =>
    source === "contact" && fallback === undefined
      ? [
          {
            code: "placeholder-fallback",
            pointer: `/placeholders/${name}`,
            message: `not every contact has this field; give {${name}} a fallback that reads well`,
          },
        ]
      : [],
  );
}

function pluralForms(subject: LintSubject): Finding[] {
  return textsOf(subject).flatMap(({ text, pointer }) => {
    if (typeof text === "string") return [];
    return Object.entries(text).flatMap(([language, own]) => {
      if (typeof own === "string") return [];
      const placeholder = subject.definition.placeholders?.[own.by];
      const source =
        placeholder?.source === "answer" ? subject.byId.get(placeholder.question)?.item : undefined;
      if (source?.type !== "number") return [];
      const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const missing = wanted.filter((form) => !(form in own.forms) && form !== "many");
      if (missing.length === 0) return [];
      return [
        {
          code: "plural-form",
          pointer: `${pointer}/${language}/forms`,
          message: `"${language}" needs the forms ${wanted.join(", ")}; add ${missing.join(", ")}`,
        },
      ];
    });
  });
}

export const placeholderRules: Rules = {
  errors: (subject) => [...unknownPlaceholders(subject), ...sources(subject)],
  warnings: (subject) => [...unequalLanguages(subject), ...withoutFallback(subject), ...pluralForms(subject)],
};
