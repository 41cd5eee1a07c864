import { localTime } from "./local-time.ts";
import { type Slice, weekdays } from "./policy.ts";

/** Name of the slice of the week in which an instant falls at a place; null outside all. */
export function sliceOf(slices: readonly Slice[], zone: string, at: Date): string | null {
  const { weekday, time } = localTime(zone, at);
  const day = weekdays[weekday - 1] ?? "sun";
  const found = slices.find(
    (slice) => slice.days.includes(day) && slice.from <= time && (time < slice.to || slice.to === "24:00"),
  );
  return found?.name ?? null;
}
