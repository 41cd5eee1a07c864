import { Temporal } from "temporal-polyfill";
import { isHoliday } from "./holidays.ts";
import { type Policy, type Span, weekdays } from "./policy.ts";

/** Where a number may be: every zone must be open. `region` "*" means that any region's holiday counts. */
export interface Place {
  zones: string[];
  country: string;
  region: string | null;
}

/** Half-open span of instants in epoch milliseconds. */
interface Opening {
  from: number;
  to: number;
}

const dayMs = 86_400_000;
/** A callable hour is looked for this far; a policy without one within 14 days is refused before. */
const horizonDays = 21;

const openings = new WeakMap<Policy["hours"], Map<string, Opening[]>>();

function spansOfDay(hours: Policy["hours"], place: Place, day: Temporal.PlainDate): Span[] {
  const weekday = weekdays[day.dayOfWeek - 1] ?? "sun";
  const holiday = hours.holidays !== null && isHoliday(place.country, place.region, day.toString());
  const kind = holiday ? "holiday" : weekday;
  if (hours.needReason.includes(kind) && !hours.reason) return [];
  return holiday && hours.holidays ? hours.holidays : hours.days[weekday];
}

/** Wall clock to instant. In a gap the later, in an overlap the earlier instant ("compatible", RFC 5545). */
function instantOf(day: Temporal.PlainDate, time: string, zone: string): number {
  const wall =
    time === "24:00"
      ? day.add({ days: 1 }).toPlainDateTime(Temporal.PlainTime.from("00:00"))
      : day.toPlainDateTime(Temporal.PlainTime.from(time));
  return wall.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
}

/** Openings whose local day begins around a UTC day, of one zone. */
function openingsOfDay(hours: Policy["hours"], place: Place, zone: string, utcDay: number): Opening[] {
  const cache = openings.get(hours) ?? new Map<string, Opening[]>();
  openings.set(hours, cache);
  const key = `${zone}|${place.country}|${place.region}|${utcDay}`;
  const known = cache.get(key);
  if (known) return known;
  if (cache.size > 20_000) cache.clear();
  const day = Temporal.Instant.fromEpochMilliseconds(utcDay * dayMs)
    .toZonedDateTimeISO("UTC")
    .toPlainDate();
  const made = spansOfDay(hours, place, day).map(([from, to]) => ({
    from: instantOf(day, from, zone),
    to: instantOf(day, to, zone),
  }));
  cache.set(key, made);
  return made;
}

function intersect(left: Opening[], right: Opening[]): Opening[] {
  return left.flatMap((a) =>
    right
      .map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))
      .filter((span) => span.from < span.to),
  );
}

function openingsAround(hours: Policy["hours"], place: Place, instant: number): Opening[] {
  const utcDay = Math.floor(instant / dayMs);
  const perZone = place.zones.map((zone) => {
    const found = [-1, 0, 1].flatMap((offset) => openingsOfDay(hours, place, zone, utcDay + offset));
    const merged: Opening[] = [];
    for (const span of found) {
      const last = merged.at(-1);
      if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
      else merged.push({ ...span });
    }
    return merged;
  });
  const [first = [], ...rest] = perZone;
  return rest.reduce(intersect, first);
}

/** Does the policy allow a call at this instant in every zone? False when no zone is known (fail closed). */
export function isOpen(hours: Policy["hours"], place: Place, at: Date): boolean {
  const instant = at.getTime();
  return openingsAround(hours, place, instant).some((span) => span.from <= instant && instant < span.to);
}

/** The opening that holds at `at`, or the next one; null when there is none within three weeks. */
export function nextOpening(hours: Policy["hours"], place: Place, at: Date): { from: Date; to: Date } | null {
  if (place.zones.length === 0) return null;
  const instant = at.getTime();
  for (let day = 0; day <= horizonDays; day++) {
    const around = openingsAround(hours, place, instant + day * dayMs).sort((a, b) => a.from - b.from);
    const found = around.find((span) => span.to > instant);
    if (found) return { from: new Date(Math.max(found.from, instant)), to: new Date(found.to) };
  }
  return null;
}

/** The start of the local day of an instant. */
export function startOfLocalDay(zone: string, at: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return new Date(local.startOfDay().epochMilliseconds);
}
