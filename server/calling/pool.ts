import type { CaseDoc, CaseNumber } from "../cases/case.ts";
import type { Place } from "./calling-hours.ts";

/** Where a number of a case may be. Only landlines have a region; elsewhere any region's holiday counts (house rule). */
export function placeOf(number: CaseNumber, region: string | null): Place {
  return {
    zones: number.zones,
    country: number.country,
    region: number.kind === "landline" && region ? region : "*",
  };
}

/** Last part of a pool whose cases the respondents themselves want called at this time. */
const ownRequest = "own-request";

/**
 * Everything that an interviewer or an hour must match, in one string: language, skill, country, region, zones:
 * "de/converter/DE/DE-BE/Europe/Berlin". Several possible zones are joined by "+". "/own-request" at the end: an
 * appointment outside the hours that the respondent asked for; the pool is open at any hour, and the gateway looks at
 * the agreed time.
 */
export function poolOf(language: string, skill: string, place: Place, atOwnRequest = false): string {
  const parts = [language, skill || "-", place.country, place.region ?? "-", place.zones.join("+")];
  return [...parts, ...(atOwnRequest ? [ownRequest] : [])].join("/");
}

/** Pool of a case by the number that is next. */
export function poolOfCase(
  item: Pick<CaseDoc, "language" | "skill" | "region" | "numbers" | "nextNumberId"> &
    Partial<Pick<CaseDoc, "appointment">>,
): string {
  const next = item.numbers.find((number) => number.id === item.nextNumberId) ?? item.numbers[0];
  const place = next ? placeOf(next, item.region) : { zones: [], country: "-", region: null };
  return poolOf(item.language, item.skill, place, item.appointment?.atOwnRequest);
}

/** The parts of a pool again. */
export function parsePool(pool: string): {
  language: string;
  skill: string;
  place: Place;
  atOwnRequest: boolean;
} {
  const [language = "", skill = "", country = "", region = "", ...rest] = pool.split("/");
  const atOwnRequest = rest.at(-1) === ownRequest;
  const zones = atOwnRequest ? rest.slice(0, -1) : rest;
  return {
    language,
    skill: skill === "-" ? "" : skill,
    place: {
      country,
      region: region === "-" ? null : region,
      zones: zones.join("/").split("+").filter(Boolean),
    },
    atOwnRequest,
  };
}
