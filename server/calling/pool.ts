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

/**
 * Everything that an interviewer or an hour must match, in one string: language, skill, country, region, zones:
 * "de/converter/DE/DE-BE/Europe/Berlin". Several possible zones are joined by "+".
 */
export function poolOf(language: string, skill: string, place: Place): string {
  return [language, skill || "-", place.country, place.region ?? "-", place.zones.join("+")].join("/");
}

/** Pool of a case by the number that is next. */
export function poolOfCase(
  item: Pick<CaseDoc, "language" | "skill" | "region" | "numbers" | "nextNumberId">,
): string {
  const next = item.numbers.find((number) => number.id === item.nextNumberId) ?? item.numbers[0];
  const place = next ? placeOf(next, item.region) : { zones: [], country: "-", region: null };
  return poolOf(item.language, item.skill, place);
}

/** The parts of a pool again. */
export function parsePool(pool: string): { language: string; skill: string; place: Place } {
  const [language = "", skill = "", country = "", region = "", ...zones] = pool.split("/");
  return {
    language,
    skill: skill === "-" ? "" : skill,
    place: {
      country,
      region: region === "-" ? null : region,
      zones: zones.join("/").split("+").filter(Boolean),
    },
  };
}
