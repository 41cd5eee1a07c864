import { atLocal, dayOf, timeOf } from "../typed-time.ts";
import type { Appointment } from "./case.ts";

/** A period lasts this long from the time that was typed, unless its end was typed too. */
const periodMs = 2 * 3_600_000;
/** A later day is a slip of the keys. */
const farthestMs = 366 * 86_400_000;

export type AppointmentTimeError = "badTime" | "badDay" | "badUntil" | "emptyPeriod" | "past" | "farAhead";

/** From when; of a period also until when. */
export interface AppointmentTime {
  for: Date;
  until?: Date;
}

/**
 * Day and time of an appointment as they were typed, in the respondent's zone; the end of a period is a time of the
 * same day, and may be left out. A time that the clock change skips is moved to just after the gap, one that it
 * repeats is the first of the two ("compatible").
 */
export function readAppointmentTime(
  typed: { kind: Appointment["kind"]; day: string; time: string; until: string },
  at: { zone: string; now: Date },
): AppointmentTime | { error: AppointmentTimeError } {
  const [day, time] = [dayOf(typed.day), timeOf(typed.time)];
  if (!day) return { error: "badDay" };
  if (!time) return { error: "badTime" };
  const from = atLocal(day, time, at.zone);
  if (from <= at.now) return { error: "past" };
  if (from.getTime() - at.now.getTime() > farthestMs) return { error: "farAhead" };
  if (typed.kind === "hard") return { for: from };
  if (typed.until.trim() === "") return { for: from, until: new Date(from.getTime() + periodMs) };
  const end = timeOf(typed.until);
  if (!end) return { error: "badUntil" };
  const until = atLocal(day, end, at.zone);
  return until > from ? { for: from, until } : { error: "emptyPeriod" };
}
