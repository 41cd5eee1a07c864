import type { AppointmentRequest } from "../cases/appointment.ts";
import { type AppointmentTimeError, readAppointmentTime } from "../cases/read-appointment-time.ts";
import type { StationContext } from "./station-view.ts";

/** The appointment of the outcome form. */
export function readAppointment(
  form: Record<string, string>,
  { held, now }: Pick<StationContext, "held" | "now">,
): AppointmentRequest | { error: AppointmentTimeError } {
  const kind = form.kind === "soft" ? "soft" : "hard";
  const time = readAppointmentTime(
    // A day further ahead than the page offers is typed.
    { kind, day: form.otherDay || form.day || "", time: form.time ?? "", until: form.until ?? "" },
    { zone: held.zone, now },
  );
  if ("error" in time) return time;
  return {
    kind,
    ...time,
    ...(held.attempt ? { numberId: held.attempt.numberId } : {}),
    ...(held.persons.some(({ id }) => id === form.person) ? { person: form.person } : {}),
    forMe: form.for === "me",
    atOwnRequest: form.own === "yes",
  };
}
