import type { Policy } from "../calling/policy.ts";
import type { Appointment } from "../cases/case.ts";

/**
 * Until when a number may be called because the respondent asked for it, whatever the hours; null: nobody asked for a
 * call of this number at this time. The wish holds around the agreed time: an exact one from when it may be dialed
 * until it counts as missed, a period from its start to its end.
 */
export function ownRequestUntil(
  appointment: Appointment | null,
  asked: { numberId: string; policy: Policy; now: Date },
): Date | null {
  if (!appointment?.atOwnRequest) return null;
  if (appointment.numberId !== null && appointment.numberId !== asked.numberId) return null;
  const { hardFromMinutes, missedAfterMinutes } = asked.policy.appointments;
  const agreed = appointment.for.getTime();
  const hard = appointment.kind === "hard";
  const from = hard ? agreed - hardFromMinutes * minute : agreed;
  const until = hard ? new Date(agreed + missedAfterMinutes * minute) : appointment.until;
  return asked.now.getTime() >= from && asked.now <= until ? until : null;
}

const minute = 60_000;
