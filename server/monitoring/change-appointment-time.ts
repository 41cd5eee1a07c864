import type { CaseDoc } from "../cases/case.ts";
import { changeAppointment } from "../cases/change-appointment.ts";
import { readAppointmentTime } from "../cases/read-appointment-time.ts";
import type { Deps } from "../deps.ts";
import { Problem, problem } from "../http/problem.ts";
import type { QuarterCapacity } from "./appointment-capacity.ts";
import { fullRoster } from "./appointment-room.ts";

/** The form of a supervisor who changes the time of an appointment, as it was typed. */
export interface TypedAppointmentTime {
  day: string;
  time: string;
  /** End of a period; "" is two hours later. */
  until: string;
  /** The respondent wants a time outside the hours. */
  own: boolean;
  /** Agreed although the roster is full. */
  full: boolean;
}

const fieldOf = { badDay: "day", badTime: "time", badUntil: "until", emptyPeriod: "until" } as const;

/**
 * Changes the time of an appointment as it was typed. A full roster is a warning, not a rule: it is told once.
 * @returns the quarter of an hour that is full, when that was not agreed to; null when it is done
 * @throws Problem "invalid-input" with "day", "time", "until" or "own" as pointer, and what changeAppointment throws
 */
export async function changeAppointmentTime(
  deps: Deps,
  request: { item: CaseDoc; typed: TypedAppointmentTime; by: string; planRevision: number },
): Promise<QuarterCapacity | null> {
  const { item, typed, by, planRevision } = request;
  const { appointment, reference } = item;
  if (!appointment) throw problem("case-changed", { reference });
  const time = readAppointmentTime(
    { ...typed, kind: appointment.kind },
    { zone: appointment.zone, now: deps.clock.now() },
  );
  if ("error" in time)
    throw problem("invalid-input", {}, [
      {
        pointer: time.error in fieldOf ? fieldOf[time.error as keyof typeof fieldOf] : "day",
        detail: time.error,
      },
    ]);
  const isMoved = time.for.getTime() !== appointment.for.getTime();
  if (isMoved && !typed.full) {
    const numberId = appointment.numberId ?? item.nextNumberId ?? "";
    const wish = { ...time, kind: appointment.kind, numberId, atOwnRequest: typed.own };
    const full = await fullRoster(deps, { caseId: item._id, wish });
    if (full) return full;
  }
  try {
    await changeAppointment(deps, { caseId: item._id, time, atOwnRequest: typed.own, by, planRevision });
  } catch (error) {
    if (error instanceof Problem && error.code === "appointment-outside-hours")
      throw problem("invalid-input", {}, [{ pointer: "own", detail: "outside" }]);
    throw error;
  }
  return null;
}
