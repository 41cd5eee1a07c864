import type { LocalText } from "../engine/definition.ts";
import type { ChoiceList } from "./form-choices.ts";
import type { FormLanguages } from "./form-languages.ts";
import type { FormScope } from "./form-scope.ts";
import { type FormRow, XlsFormError } from "./form-sheet.ts";
import type { ImportNotes } from "./import-notes.ts";

/** Words that the questionnaire needs and the form does not have. */
const ownWords = {
  other: { en: "Other", de: "Etwas anderes", fr: "Autre", es: "Otro" },
  check: {
    en: "This answer does not fit. Please put it right.",
    de: "Diese Angabe passt nicht. Bitte berichtigen.",
    fr: "Cette réponse ne convient pas. Veuillez la corriger.",
    es: "Esta respuesta no es válida. Corríjala, por favor.",
  },
  time: {
    en: "And at what time?",
    de: "Und um wie viel Uhr?",
    fr: "Et à quelle heure ?",
    es: "¿Y a qué hora?",
  },
  refused: { en: "No answer", de: "Keine Angabe", fr: "Sans réponse", es: "Sin respuesta" },
} satisfies Record<string, Record<string, string>>;

/** What all rows of one import share. */
export interface ImportState {
  languages: FormLanguages;
  scope: FormScope;
  notes: ImportNotes;
  /** The text of a cell in all languages; null when it is empty. Reports missing translations. */
  text(row: FormRow, base: string): LocalText | null;
  words(name: keyof typeof ownWords): LocalText;
  /** @throws XlsFormError for a list that the choices sheet does not have */
  list(row: FormRow, name: string): ChoiceList;
}

export function importState(
  languages: FormLanguages,
  scope: FormScope,
  notes: ImportNotes,
  lists: ReadonlyMap<string, ChoiceList>,
): ImportState {
  return {
    languages,
    scope,
    notes,
    text(row, base) {
      const texts = row.texts(base);
      const result = languages.text(texts, (name) => scope.placeholder(name));
      if (!result) return null;
      for (const code of languages.missing(texts))
        notes.add(
          row,
          base,
          `${base} in ${code}`,
          `it is missing; the text of ${languages.codes[0]} stands in`,
        );
      const shown = [...texts.values()].flatMap((text) =>
        [...text.matchAll(/\$\{\s*([^}]+?)\s*\}/g)].map((match) => match[1] ?? ""),
      );
      for (const name of new Set(shown))
        if (scope.placeholder(name) === null)
          notes.add(row, base, `\${${name}} in the ${base}`, "there is no answer to show here; … stands in");
      return result;
    },
    words: (name) =>
      Object.fromEntries(
        languages.codes.map((code) => [
          code,
          (ownWords[name] as Record<string, string>)[code] ?? ownWords[name].en,
        ]),
      ),
    list(row, name) {
      const list = lists.get(name);
      if (!list)
        throw new XlsFormError(
          row.sheet,
          row.number,
          row.letter("type"),
          `the choices sheet has no list “${name}”`,
        );
      return list;
    },
  };
}
