import { Temporal } from "temporal-polyfill";
import type { AppointmentRequest } from "../cases/appointment.ts";
import type { StationContext } from "./station-view.ts";

/** A period lasts this long from the time that was typed. */
const periodHours = 2;

/** "18:30", "1830", "18.30" and "18" as hours and minutes; null if it is no time of day. */
export function readTime(typed: string): { hour: number; minute: number } | null {
  const found = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(typed.trim());
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  return hour < 24 && minute < 60 ? { hour, minute } : null;
}

/**
 * The appointment of the outcome form, in the respondent's zone. A time that the clock change skips is moved
 * to just after the gap, one that it repeats is the first of the two ("compatible").
 */
export function readAppointment(
  form: Record<string, string>,
  { held, now }: Pick<StationContext, "held" | "now">,
): AppointmentRequest | { error: "badTime" | "past" } {
  const time = readTime(form.time ?? "");
  const day = /^\d{4}-\d{2}-\d{2}$/.test(form.day ?? "") ? form.day : null;
  if (!time || !day) return { error: "badTime" };
  const agreed = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: held.zone,
    plainTime: Temporal.PlainTime.from(time),
  });
  const from = new Date(agreed.epochMilliseconds);
  if (from <= now) return { error: "past" };
  const kind = form.kind === "soft" ? "soft" : "hard";
  return {
    kind,
    for: from,
    ...(kind === "soft" ? { until: new Date(agreed.add({ hours: periodHours }).epochMilliseconds) } : {}),
    ...(held.attempt ? { numberId: held.attempt.numberId } : {}),
    ...(held.persons.some(({ id }) => id === form.person) ? { person: form.person } : {}),
    forMe: form.for === "me",
    atOwnRequest: form.own === "yes",
  };
}
