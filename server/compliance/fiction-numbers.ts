/** A range set aside for fiction: E.164 prefix, and how many digits follow. */
interface FictionRange {
  prefix: string;
  digits: number;
  country: "DE" | "GB";
  kind: "landline" | "mobile";
}

/**
 * Ranges that regulators set aside for fiction: nobody can be reached there. Germany: Bundesnetzagentur, numbers
 * for media productions. United Kingdom: Ofcom, numbers for TV and radio drama. Nothing else is dialed under the
 * `demo` policy.
 */
export const fictionRanges: readonly FictionRange[] = [
  { prefix: "+493023125", digits: 3, country: "DE", kind: "landline" },
  { prefix: "+494066969", digits: 3, country: "DE", kind: "landline" },
  { prefix: "+498999998", digits: 3, country: "DE", kind: "landline" },
  { prefix: "+4917139200", digits: 2, country: "DE", kind: "mobile" },
  { prefix: "+49176040690", digits: 2, country: "DE", kind: "mobile" },
  { prefix: "+442079460", digits: 3, country: "GB", kind: "landline" },
];

/** Is this E.164 number reserved for fiction? */
export function isFictionNumber(e164: string): boolean {
  return fictionRanges.some(
    ({ prefix, digits }) => e164.startsWith(prefix) && e164.length === prefix.length + digits,
  );
}

/** All numbers of one kind in a country, in E.164, ascending within each range. */
export function fictionNumbers(kind: "landline" | "mobile", country: "DE" | "GB" = "DE"): string[] {
  return fictionRanges
    .filter((range) => range.kind === kind && range.country === country)
    .flatMap(({ prefix, digits }) =>
      Array.from({ length: 10 ** digits }, (_, n) => prefix + String(n).padStart(digits, "0")),
    );
}
