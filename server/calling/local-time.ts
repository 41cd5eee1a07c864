import { Temporal } from "temporal-polyfill";

/** Wall-clock parts that stay the same for a quarter of an hour, whatever the zone's offset. */
export interface LocalTime {
  hour: number;
  /** Start of the quarter of an hour, "17:45". */
  time: string;
  /** 1 Monday to 7 Sunday. */
  weekday: number;
}

const quarterMs = 900_000;
const kept = new Map<string, LocalTime>();

/** Local time of an instant, to the quarter of an hour; kept, because planning asks for the same ones again and again. */
export function localTime(zone: string, at: Date): LocalTime {
  const quarter = Math.floor(at.getTime() / quarterMs);
  const key = `${zone}${quarter}`;
  const known = kept.get(key);
  if (known) return known;
  const local = Temporal.Instant.fromEpochMilliseconds(quarter * quarterMs).toZonedDateTimeISO(zone);
  const made = {
    hour: local.hour,
    time: local.toPlainTime().toString({ smallestUnit: "minute" }),
    weekday: local.dayOfWeek,
  };
  if (kept.size > 50_000) kept.clear();
  kept.set(key, made);
  return made;
}
