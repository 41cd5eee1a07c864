import { Temporal } from "temporal-polyfill";

/**
 * Days and times as people type them. Each reader gives null for what is not in the calendar or on the clock
 * ("2026-02-30", "25:00"): `Date` would move it to another day without a word, `Temporal` would throw.
 */

/** "2026-11-23"; null if there is no such day. */
export function dayOf(text: string): Temporal.PlainDate | null {
  const typed = text.trim();
  return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? tried(() => Temporal.PlainDate.from(typed)) : null;
}

/** "18:30", "1830", "18.30", "18h30" and "18"; null if it is no time of day. */
export function timeOf(text: string): Temporal.PlainTime | null {
  const found = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return null;
  return Temporal.PlainTime.from({ hour: Number(found[1]), minute: Number(found[2] ?? 0) });
}

/**
 * An ISO 8601 instant, with its offset ("2026-11-23T18:30:00+01:00") or, without one, in `zone`; a day alone is its
 * first moment there. A time that the clock change skips is moved to just after the gap ("compatible").
 */
export function instantOf(text: string, zone: string): Date | null {
  const typed = text.trim();
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/.test(typed)) return null;
  const instant =
    tried(() => Temporal.Instant.from(typed)) ??
    tried(() => Temporal.PlainDateTime.from(typed).toZonedDateTime(zone));
  return instant && new Date(instant.epochMilliseconds);
}

/** A day and a time of day in a zone; "compatible" at a clock change. */
export function atLocal(day: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds);
}

/** An instant as it is typed in a zone: "2026-11-23" and "18:30". */
export function typedAt(at: Date, zone: string): { day: string; time: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return {
    day: local.toPlainDate().toString(),
    time: local.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

function tried<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
