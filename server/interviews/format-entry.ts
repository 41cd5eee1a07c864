/** A stored value as an interviewer of this locale would type it: 12,5 and 24.12.2026 in German. */
export function formatEntry(value: string | number, type: string, locale: string): string {
  if (typeof value === "number")
    return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 10 }).format(value);
  const [year, month, day] = value.split("-");
  if (type === "date" && day) return locale === "de" ? `${day}.${month}.${year}` : `${day}/${month}/${year}`;
  return value;
}
