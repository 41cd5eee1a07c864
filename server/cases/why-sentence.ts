import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { houseZone } from "../house-zone.ts";
import { formatLocale } from "../views/format-locale.ts";
import { sourceIn } from "../views/source-words.ts";
import { translator } from "../views/translate.ts";
import { type CaseDoc, isWorkState, type Why } from "./case.ts";

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

/**
 * Why a case is where it is. While somebody works it, that is what is happening now: who has it since when (time of
 * the house, for it is about colleagues), and how far the call is; its old plan says nothing any more.
 */
export function caseSentence(
  item: Pick<CaseDoc, "state" | "why" | "lease">,
  locale: string,
  outcomes: unknown = null,
): string {
  const { state, lease, why } = item;
  if (!lease || !isWorkState(state)) return whySentence(why, locale, outcomes);
  const since = instantWords(lease.since, locale, houseZone());
  return translator(locale)(`why.work-${state}`, { name: lease.name, since });
}

/** An instant as people say it, with its day. */
export function instantWords(at: Date, locale: string, zone: string): string {
  return formatOf(locale, zone).format(at);
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
  if (name === "language")
    return new Intl.DisplayNames(context.locale, { type: "language", fallback: "code" }).of(value) ?? value;
  if (name === "source") return sourceIn(context.locale)(value);
  if (name === "rule") return translator(context.locale)(`dialRules.${value}`, { defaultValue: value });
  if (!instant.test(value) || Number.isNaN(Date.parse(value))) return value;
  return instantWords(new Date(value), context.locale, context.zone);
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
