import { isOpen, nextOpening, type Place } from "../calling/calling-hours.ts";
import type { Policy } from "../calling/policy.ts";
import type { FieldError } from "../http/problem.ts";
import { atLocal, dayOf, timeOf } from "../typed-time.ts";

/** Later than this a day is a slip of the keys. */
const farthestMs = 366 * 86_400_000;

/** Until when a case is to wait. */
export interface MoveTime {
  from: Date;
  /** The typed time lies outside the calling hours; `from` is the next opening after it. */
  shifted: boolean;
}

/**
 * Day and time as a supervisor typed them, in the respondent's zone (the first of the number's, where there are
 * several). A time that the clock change skips is moved to just after the gap, one outside of the calling hours to the
 * next opening.
 */
export function readMoveTime(
  typed: { day: string; time: string },
  at: { place: Place; hours: Policy["hours"] | null; now: Date },
): MoveTime | { errors: FieldError[] } {
  const [day, time] = [dayOf(typed.day), timeOf(typed.time)];
  const errors = [
    ...(day ? [] : [{ pointer: "moveDay", detail: "day" }]),
    ...(time ? [] : [{ pointer: "moveTime", detail: "time" }]),
  ];
  if (!day || !time) return { errors };
  const wanted = atLocal(day, time, at.place.zones[0] ?? "UTC");
  if (wanted <= at.now) return { errors: [{ pointer: "moveDay", detail: "past" }] };
  if (wanted.getTime() - at.now.getTime() > farthestMs)
    return { errors: [{ pointer: "moveDay", detail: "far" }] };
  if (!at.hours || isOpen(at.hours, at.place, wanted)) return { from: wanted, shifted: false };
  const opening = nextOpening(at.hours, at.place, wanted);
  return opening
    ? { from: opening.from, shifted: true }
    : { errors: [{ pointer: "moveDay", detail: "closed" }] };
}
