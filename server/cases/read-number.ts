import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import { isTimeZone, zonesOfCountry } from "../calling/country-zones.ts";
import { isFictionNumber } from "../compliance/fiction-numbers.ts";
import type { NumberKind } from "./case.ts";

export interface ReadNumber {
  kind: NumberKind;
  country: string;
  zones: string[];
  e164: string;
}

const premium = ["PREMIUM_RATE", "SHARED_COST", "UAN", "PAGER"];

/**
 * A phone number as people write it, in the country given unless it says another. With a zone known that zone
 * holds; otherwise all of its country.
 */
export function readNumber(
  text: string,
  country: string,
  zone: string,
): ReadNumber | { code: "number-invalid" | "number-premium" } {
  const parsed = parsePhoneNumber(text, country as CountryCode);
  if (!parsed) return { code: "number-invalid" };
  const fiction = isFictionNumber(parsed.number);
  if (!parsed.isValid() && !fiction) return { code: "number-invalid" };
  const type = parsed.getType();
  if (type && premium.includes(type)) return { code: "number-premium" };
  const home = parsed.country ?? country;
  const mobile = type === "MOBILE" || (fiction && /^\+491[567]/.test(parsed.number));
  return {
    kind: mobile ? "mobile" : type === "FIXED_LINE" || fiction ? "landline" : "other",
    country: home,
    zones: zone && isTimeZone(zone) ? [zone] : zonesOfCountry(home),
    e164: parsed.number,
  };
}
