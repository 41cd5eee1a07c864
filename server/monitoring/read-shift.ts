import { Temporal } from "temporal-polyfill";
import type { FieldError } from "../http/problem.ts";
import { atLocal, dayOf, timeOf } from "../typed-time.ts";

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
  const shift = { from: atLocal(day, start, zone), to: atLocal(lastDay, end, zone) };
  const hours = (shift.to.getTime() - shift.from.getTime()) / 3_600_000;
  return hours > 16 ? { errors: [{ pointer: "to", detail: "long" }] } : shift;
}
