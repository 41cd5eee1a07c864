import { Temporal } from "temporal-polyfill";
import { type Slice, weekdays } from "./policy.ts";

/** Name of the slice of the week in which an instant falls at a place; null outside all. */
export function sliceOf(slices: readonly Slice[], zone: string, at: Date): string | null {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  const weekday = weekdays[local.dayOfWeek - 1] ?? "sun";
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  const found = slices.find(
    (slice) =>
      slice.days.includes(weekday) && slice.from <= time && (time < slice.to || slice.to === "24:00"),
  );
  return found?.name ?? null;
}
