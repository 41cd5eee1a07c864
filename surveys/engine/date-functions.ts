/** Calendar arithmetic on "YYYY-MM-DD" texts in UTC, so that no time zone can shift a day. */

function toDays(date: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) return Number.NaN;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const time = new Date(Date.UTC(year, month - 1, day)).setUTCFullYear(year);
  const real = new Date(time);
  return real.getUTCMonth() === month - 1 && real.getUTCDate() === day ? time / 86_400_000 : Number.NaN;
}

/** Is this a day that exists? "2023-02-29" is not. */
export function isDate(date: string): boolean {
  return !Number.isNaN(toDays(date));
}

export function daysBetween(from: string, to: string): number {
  return toDays(to) - toDays(from);
}

/** Completed years, as in an age: a birthday on 29 February counts from 1 March in other years. */
export function yearsBetween(from: string, to: string): number {
  if (!isDate(from) || !isDate(to)) return Number.NaN;
  if (from > to) return -yearsBetween(to, from);
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

export function addDays(date: string, days: number): string {
  const time = (toDays(date) + Math.trunc(days)) * 86_400_000;
  return Number.isNaN(time) ? date : new Date(time).toISOString().slice(0, 10);
}
