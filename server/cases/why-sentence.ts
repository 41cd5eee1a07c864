import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { formatLocale } from "../views/format-locale.ts";
import { sourceIn } from "../views/source-words.ts";
import { translator } from "../views/translate.ts";
import type { Why } from "./case.ts";

/** As `toISOString` writes it; a reason that somebody typed can look nearly like one. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The sentence of a Why in a language; instants in the case's own zone, outcomes by their label. */
export function whySentence(why: Why, locale: string, outcomes: unknown = null): string {
  const zone = typeof why.params.zone === "string" ? why.params.zone : "UTC";
  const params = Object.fromEntries(
    Object.entries(why.params).map(([name, value]) => [
      name,
      readable(name, value, { locale, zone, outcomes }),
    ]),
  );
  return translator(locale)(`why.${why.code}`, params);
}

function readable(
  name: string,
  value: string | number,
  context: { locale: string; zone: string; outcomes: unknown },
): string | number {
  if (typeof value !== "string") return value;
  if (name === "outcome") {
    const label = findOutcome(outcomeCatalogue(context.outcomes), value)?.label;
    return label?.[context.locale] ?? label?.en ?? value;
  }
  if (name === "source") return sourceIn(context.locale)(value);
  if (!instant.test(value) || Number.isNaN(Date.parse(value))) return value;
  return formatOf(context.locale, context.zone).format(new Date(value));
}

/** Making a format costs as much as a small query; there are few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(formatLocale(locale), {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  formats.set(key, format);
  return format;
}
