import { formatLocale } from "../views/format-locale.ts";
import { translator } from "../views/translate.ts";

/** What every result carries beside its base. */
export interface FieldInfo {
  /** Start of the first and end of the last interview counted; null when there is none. */
  from: Date | null;
  to: Date | null;
  /** The field is still open: numbers can change. */
  interim: boolean;
  /** Completed interviews. */
  interviews: number;
}

/** "9 to 19 November 2026", in the shortest form that is still clear. Days are those of the institute's clock (TZ). */
export function fieldDates({ from, to }: Pick<FieldInfo, "from" | "to">, locale: string): string | null {
  if (!from || !to) return null;
  const format = new Intl.DateTimeFormat(formatLocale(locale), {
    dateStyle: "long",
  });
  return format.formatRange(from, to);
}

/** One line for charts: field dates, interim or final, unweighted. */
export function fieldLine(field: FieldInfo, locale: string): string {
  const t = translator(locale);
  const dates = fieldDates(field, locale);
  return [
    ...(dates ? [t("results.field", { dates })] : []),
    t(field.interim ? "results.interim" : "results.final"),
    t("results.unweighted"),
  ].join(" · ");
}
