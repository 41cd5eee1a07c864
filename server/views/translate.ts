import { readFileSync } from "node:fs";
import { join } from "node:path";
import i18next, { type TFunction } from "i18next";
import { viewsFolder } from "../paths.ts";
import { formatLocale } from "./format-locale.ts";

export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

export function isLocale(text: string): text is Locale {
  return locales.some((locale) => locale === text);
}

const resources = Object.fromEntries(
  locales.map((locale) => [
    locale,
    { translation: JSON.parse(readFileSync(join(viewsFolder, "locales", `${locale}.json`), "utf8")) },
  ]),
);

const instance = i18next.createInstance();
await instance.init({
  resources,
  fallbackLng: "en",
  supportedLngs: [...locales],
  // Handlebars escapes; escaping twice would show entities.
  interpolation: { escapeValue: false },
  returnNull: false,
  initAsync: false,
});

// Instants in texts come as ISO 8601, for programs too; people get them like every other time on a page.
instance.services.formatter?.add("moment", (value: string, locale) =>
  new Intl.DateTimeFormat(formatLocale(locale ?? "en"), {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(new Date(value)),
);

/**
 * Words without values are looked up once: an interviewer's page has some sixty of them, and looking them up
 * was a tenth of a step. Texts never change while the process lives.
 */
function remembering(translate: TFunction): TFunction {
  const known = new Map<string, string>();
  const remembered = (key: string | string[], values?: Record<string, unknown>): string => {
    if (typeof key !== "string" || (values && Object.keys(values).length > 0))
      return translate(key, values ?? {});
    const found = known.get(key);
    if (found !== undefined) return found;
    const text: string = translate(key);
    known.set(key, text);
    return text;
  };
  return remembered as TFunction;
}

const translators = new Map(
  locales.map((locale) => [locale as string, remembering(instance.getFixedT(locale))]),
);

/** Translates keys of the locale files; unknown locales get English. */
export function translator(locale: string): TFunction {
  return translators.get(locale) ?? (translators.get("en") as TFunction);
}
