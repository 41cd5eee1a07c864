import type { AppointmentRequest } from "../cases/appointment.ts";
import { atLocal, dayOf, timeOf } from "../typed-time.ts";
import type { StationContext } from "./station-view.ts";

/** A period lasts this long from the time that was typed. */
const periodMs = 2 * 3_600_000;
/** A later day is a slip of the keys. */
const farthestMs = 366 * 86_400_000;

/**
 * The appointment of the outcome form, in the respondent's zone. A time that the clock change skips is moved
 * to just after the gap, one that it repeats is the first of the two ("compatible").
 */
export function readAppointment(
  form: Record<string, string>,
  { held, now }: Pick<StationContext, "held" | "now">,
): AppointmentRequest | { error: "badTime" | "badDay" | "past" | "farAhead" } {
  const time = timeOf(form.time ?? "");
  // A day further ahead than the page offers is typed.
  const day = dayOf(form.otherDay || form.day || "");
  if (!day) return { error: "badDay" };
  if (!time) return { error: "badTime" };
  const from = atLocal(day, time, held.zone);
  if (from <= now) return { error: "past" };
  if (from.getTime() - now.getTime() > farthestMs) return { error: "farAhead" };
  const kind = form.kind === "soft" ? "soft" : "hard";
  return {
    kind,
    for: from,
    ...(kind === "soft" ? { until: new Date(from.getTime() + periodMs) } : {}),
    ...(held.attempt ? { numberId: held.attempt.numberId } : {}),
    ...(held.persons.some(({ id }) => id === form.person) ? { person: form.person } : {}),
    forMe: form.for === "me",
    atOwnRequest: form.own === "yes",
  };
}
