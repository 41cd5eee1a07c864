import Holidays from "date-holidays";

const calendars = new Map<string, Holidays>();
const years = new Map<string, Set<string>>();

function calendar(country: string, region: string | null): Holidays | null {
  const key = `${country}/${region ?? ""}`;
  let found = calendars.get(key);
  if (!found) {
    found = region ? new Holidays(country, region.replace(/^[A-Z]{2}-/, "")) : new Holidays(country);
    calendars.set(key, found);
  }
  return found.getCountries()?.[country] ? found : null;
}

function holidaysOfYear(country: string, region: string | null, year: string): Set<string> {
  const key = `${country}/${region ?? ""}/${year}`;
  let found = years.get(key);
  if (!found) {
    const days = calendar(country, region)?.getHolidays(Number(year)) ?? [];
    found = new Set(days.filter((day) => day.type === "public").map((day) => day.date.slice(0, 10)));
    years.set(key, found);
  }
  return found;
}

/**
 * Is a local day ("2026-11-18") a public holiday? Region is ISO 3166-2 ("DE-BE"), or "*" when it is not known,
 * as with mobile numbers: then a holiday of any region counts (house rule).
 * Data: date-holidays (CC-BY).
 */
export function isHoliday(country: string, region: string | null, day: string): boolean {
  const year = day.slice(0, 4);
  if (region !== "*") return holidaysOfYear(country, region, year).has(day);
  const regions = Object.keys(calendar(country, null)?.getStates(country) ?? {});
  return (
    holidaysOfYear(country, null, year).has(day) ||
    regions.some((state) => holidaysOfYear(country, state, year).has(day))
  );
}
