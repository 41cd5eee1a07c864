import { Temporal } from "temporal-polyfill";
import type { FieldError } from "../http/problem.ts";

/** "16:30", "1630", "16.30" and "16"; null if it is no time of day. */
function timeOf(text: string): Temporal.PlainTime | null {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2] ?? 0) > 59) return null;
  return Temporal.PlainTime.from({ hour: Number(found[1]), minute: Number(found[2] ?? 0) });
}

export function dayOf(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text.trim()) ? Temporal.PlainDate.from(text.trim()) : null;
  } catch {
    return null;
  }
}

/**
 * A shift as typed, in the house's zone; one that ends at or before its start ends on the next day. A time that
 * the clock change skips is moved to just after the gap ("compatible").
 */
export function readShift(
  form: Record<string, string>,
  zone: string,
): { from: Date; to: Date } | { errors: FieldError[] } {
  const day = dayOf(form.day ?? "");
  const [start, end] = [timeOf(form.from ?? ""), timeOf(form.to ?? "")];
  const errors = [
    ...(day ? [] : [{ pointer: "day", detail: "day" }]),
    ...(start ? [] : [{ pointer: "from", detail: "time" }]),
    ...(end ? [] : [{ pointer: "to", detail: "time" }]),
  ];
  if (!day || !start || !end) return { errors };
  const lastDay = Temporal.PlainTime.compare(end, start) > 0 ? day : day.add({ days: 1 });
  const at = (date: Temporal.PlainDate, time: Temporal.PlainTime) =>
    new Date(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds);
  const shift = { from: at(day, start), to: at(lastDay, end) };
  const hours = (shift.to.getTime() - shift.from.getTime()) / 3_600_000;
  return hours > 16 ? { errors: [{ pointer: "to", detail: "long" }] } : shift;
}
