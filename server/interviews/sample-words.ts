import type { LocalText, Questionnaire } from "../../surveys/engine/index.ts";
import { dayOf } from "../typed-time.ts";
import { formatLocale } from "../views/format-locale.ts";

type SampleValues = Record<string, string | number | boolean>;

const words = (text: LocalText | undefined, locale: string): string | null => {
  if (text === undefined) return null;
  if (typeof text === "string") return text;
  const own = text[locale] ?? Object.values(text)[0];
  return typeof own === "string" ? own : null;
};

function valueWords(value: string | number | boolean, locale: string): string {
  if (typeof value === "number") return new Intl.NumberFormat(formatLocale(locale)).format(value);
  if (typeof value === "string" && dayOf(value))
    return new Intl.DateTimeFormat(formatLocale(locale), { dateStyle: "medium", timeZone: "UTC" }).format(
      new Date(value),
    );
  return String(value);
}

/** Sample variables as a person reads them: the questionnaire's labels, options by name, days as dates. */
export function sampleWords(
  values: SampleValues,
  declared: Questionnaire["sample"],
  locale: string,
): { name: string; value: string }[] {
  return Object.entries(values).map(([name, value]) => {
    const variable = declared?.[name];
    const options = variable?.type === "single" ? variable.options : [];
    const option = options.find((one) => typeof one !== "string" && one.code === value);
    return {
      name: words(variable?.label, locale) ?? name,
      value: (typeof option === "object" && words(option.label, locale)) || valueWords(value, locale),
    };
  });
}
