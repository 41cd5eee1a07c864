import type { LocalText } from "../engine/definition.ts";
import { formText } from "./form-text.ts";

/** Codes of the languages that forms are most often written in, by their English and own names. */
const codes: Record<string, string> = {
  ...{ english: "en", default: "en", german: "de", deutsch: "de", french: "fr", français: "fr" },
  ...{ francais: "fr", spanish: "es", español: "es", espanol: "es", italian: "it", italiano: "it" },
  ...{ portuguese: "pt", português: "pt", dutch: "nl", nederlands: "nl", polish: "pl", polski: "pl" },
  ...{ turkish: "tr", türkçe: "tr", russian: "ru", ukrainian: "uk", arabic: "ar", chinese: "zh" },
  ...{ hindi: "hi", urdu: "ur", swahili: "sw", greek: "el", romanian: "ro", czech: "cs", hungarian: "hu" },
  ...{ danish: "da", swedish: "sv", norwegian: "no", finnish: "fi", persian: "fa", kurdish: "ku" },
};

/** "English (en)" is en, "german" is de; null for a name that says nothing. */
export function languageCode(name: string): string | null {
  const tagged = /\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$/.exec(name)?.[1];
  if (tagged) return tagged.replace(/^[A-Za-z]+/, (base) => base.toLowerCase());
  const plain = name.trim().toLowerCase();
  if (Object.hasOwn(codes, plain)) return codes[plain] ?? null;
  return /^[a-z]{2,3}$/.test(plain) ? plain : null;
}

export interface FormLanguages {
  /** Codes, the default first. */
  codes: string[];
  /** Names of columns whose language is not known; their texts are left out. */
  unknown: string[];
  /** Texts of one cell per language, filled up from the default; null when all are empty. */
  text(texts: Map<string, string>, rename: (name: string) => string | null): LocalText | null;
  /** Codes without a text of their own. */
  missing(texts: Map<string, string>): string[];
  /** The code whose text stands in for them. */
  standIn(texts: Map<string, string>): string;
}

/** @param names of the columns; "" stands for columns without a language and means the default. */
export function formLanguages(names: readonly string[], defaultName: string): FormLanguages {
  const named = names.filter((name) => name !== "");
  const fallback =
    languageCode(defaultName) ?? (names.includes("") ? null : languageCode(named[0] ?? "")) ?? "en";
  const codeOf = (name: string) => (name === "" ? fallback : languageCode(name));
  const known = new Set([fallback, ...names.map(codeOf).filter((code): code is string => code !== null)]);
  const byCode = (texts: Map<string, string>) => {
    const result = new Map<string, string>();
    for (const [name, text] of texts) {
      const code = codeOf(name);
      // A column with a language is more exact than one without.
      if (code && (name !== "" || !result.has(code))) result.set(code, text);
    }
    return result;
  };
  return {
    codes: [...known],
    unknown: named.filter((name) => codeOf(name) === null),
    standIn: (texts) => {
      const mine = byCode(texts);
      return mine.has(fallback) ? fallback : ([...mine.keys()][0] ?? fallback);
    },
    missing: (texts) => [...known].filter((code) => !byCode(texts).has(code)),
    text(texts, rename) {
      const mine = byCode(texts);
      const first = mine.get(fallback) ?? [...mine.values()][0];
      if (first === undefined) return null;
      return Object.fromEntries(
        [...known].map((code) => [code, formText(mine.get(code) ?? first, rename) || "–"]),
      );
    },
  };
}
