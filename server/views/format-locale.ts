/** The locale in which dates and numbers are written: English as the British do, the day before the month and 24 hours: 19 Nov 2026, 17:00. */
export const formatLocale = (locale: string): string => (locale === "en" ? "en-GB" : locale);
