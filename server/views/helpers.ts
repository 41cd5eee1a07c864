import type Handlebars from "handlebars";
import { assetUrl } from "./asset-url.ts";
import { formatLocale } from "./format-locale.ts";
import { icons } from "./icons.ts";
import { minutesText } from "./minutes-text.ts";
import { translator } from "./translate.ts";

interface Options extends Handlebars.HelperOptions {
  data: { root: { locale?: string } };
}

const localeOf = (options: Options) => options.data.root.locale ?? "en";
const formatsOf = (options: Options) => formatLocale(localeOf(options));

/** Helpers that views and the browser's templates share. Dates come as Date or ISO text; zones are IANA names. */
export function registerHelpers(handlebars: typeof Handlebars): void {
  const { escapeExpression } = handlebars.Utils;
  handlebars.registerHelper({
    t: (key: string, options: Options) => translator(localeOf(options))(key, options.hash),
    asset: (name: string) => assetUrl(name),
    eq: (a: unknown, b: unknown) => a === b,
    not: (a: unknown) => !a,
    or: (...args: unknown[]) => args.slice(0, -1).find(Boolean) ?? false,
    and: (...args: unknown[]) => args.slice(0, -1).every(Boolean),
    includes: (list: unknown[] | undefined, item: unknown) => list?.includes(item) ?? false,
    concat: (...args: unknown[]) => args.slice(0, -1).join(""),
    number: (value: number, options: Options) =>
      new Intl.NumberFormat(formatsOf(options), options.hash).format(value),
    percent: (value: number | null, options: Options) =>
      value === null || value === undefined
        ? "–"
        : new Intl.NumberFormat(formatsOf(options), {
            style: "percent",
            minimumFractionDigits: 1,
            maximumFractionDigits: 1,
            ...options.hash,
          }).format(value),
    /** Milliseconds as minutes and seconds. */
    minutes: (value: number) => minutesText(value / 60_000),
    date: (value: Date | string, options: Options) =>
      new Intl.DateTimeFormat(formatsOf(options), {
        dateStyle: "medium",
        ...options.hash,
      }).format(new Date(value)),
    dateTime: (value: Date | string, options: Options) =>
      new Intl.DateTimeFormat(formatsOf(options), {
        dateStyle: "medium",
        timeStyle: "short",
        ...options.hash,
      }).format(new Date(value)),
    /** Name of a language code in the language of the screens. */
    language: (code: string, options: Options) =>
      new Intl.DisplayNames(localeOf(options), { type: "language", fallback: "code" }).of(code),
    /** Name of a country code in the language of the screens. */
    region: (code: string, options: Options) =>
      new Intl.DisplayNames(localeOf(options), { type: "region", fallback: "code" }).of(code),
    icon: (name: string) => {
      const drawing = icons[name];
      if (!drawing) throw new Error(`no icon "${name}"`);
      return new handlebars.SafeString(
        `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" data-icon="${escapeExpression(name)}">${drawing}</svg>`,
      );
    },
  });
}
