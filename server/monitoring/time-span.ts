import { Temporal } from "temporal-polyfill";
import { dayOf } from "../typed-time.ts";

export interface DaySpan {
  /** Days as YYYY-MM-DD, both included. */
  first: string;
  last: string;
  from: Date;
  to: Date;
}

/** Whole days in the house's zone, today if nothing readable was typed; turned round if the end comes first. */
export function daySpan(first: string, last: string, now: Date, zone: string): DaySpan {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const a = dayOf(first) ?? today;
  const b = dayOf(last) ?? a;
  const [begin, end] = Temporal.PlainDate.compare(a, b) <= 0 ? [a, b] : [b, a];
  const startOf = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds);
  return {
    first: begin.toString(),
    last: end.toString(),
    from: startOf(begin),
    to: startOf(end.add({ days: 1 })),
  };
}
