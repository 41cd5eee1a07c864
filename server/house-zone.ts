import { Temporal } from "temporal-polyfill";

/** The house works in the zone that its server runs in. */
export function houseZone(): string {
  return Temporal.Now.timeZoneId();
}
