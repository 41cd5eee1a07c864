import type { Item, LocalText } from "../engine/definition.ts";
import type { ChoiceList } from "./form-choices.ts";
import type { FormLanguages } from "./form-languages.ts";
import type { FormScope } from "./form-scope.ts";
import { type FormRow, XlsFormError } from "./form-sheet.ts";
import { type ImportNotes, noteTexts } from "./import-notes.ts";
import type { FormName, TranslateContext } from "./xpath-to-cel.ts";

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
  /** Lists that questions use. */
  used: Set<string>;
  /** A condition's surroundings; its remarks are reported at the column. */
  context(row: FormRow, column: string, self?: FormName): TranslateContext;
  /** Rosters by id, as they are built. */
  rosters: Map<string, Extract<Item, { type: "roster" }>>;
  /** Items of the roster are called by the answer to this question of the form. */
  nameItems(roster: string, name: string): void;
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
  const state: ImportState = {
    languages,
    scope,
    notes,
    text(row, base) {
      const texts = row.texts(base);
      const result = languages.text(texts, (name) => scope.placeholder(name));
      if (!result) return null;
      noteTexts(row, base, languages, notes);
      const shown = [...texts.values()].flatMap((text) =>
        [...text.matchAll(/\$\{\s*([^}]+?)\s*\}/g)].map((match) => match[1] ?? ""),
      );
      for (const name of new Set(shown))
        if (scope.placeholder(name) === null)
          notes.add(row, base, `\${${name}} in the ${base}`, "there is no answer to show here; … stands in");
      return result;
    },
    used: new Set(),
    rosters: new Map(),
    nameItems(roster, name) {
      const item = state.rosters.get(roster);
      if (!item || item.label) return;
      scope.repeats.push(roster);
      const placeholder = scope.placeholder(name);
      scope.repeats.pop();
      if (placeholder) item.label = `{${placeholder}}`;
    },
    context: (row, column, self) => ({
      ...scope.context(self),
      remark: (text) => notes.add(row, column, `${column}: ${row.get(column)}`, text),
    }),
    words: (name) =>
      Object.fromEntries(
        languages.codes.map((code) => [
          code,
          (ownWords[name] as Record<string, string>)[code] ?? ownWords[name].en,
        ]),
      ),
    list(row, name) {
      const list = lists.get(name);
      state.used.add(name);
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
  return state;
}
