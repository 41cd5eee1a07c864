/**
 * Ranges that regulators set aside for fiction: nobody can be reached there. E.164 prefixes and total digits.
 * Germany: Bundesnetzagentur, "Rufnummern für Medienproduktionen". United Kingdom: Ofcom, "Telephone numbers
 * for use in TV and radio drama". Nothing else is dialed under the `demo` policy.
 */
export const fictionRanges: readonly {
  pattern: RegExp;
  country: string;
  kind: "mobile" | "landline";
  label: string;
}[] = [
  { pattern: /^\+493023125\d{3}$/, country: "DE", kind: "landline", label: "030 23125 xxx" },
  { pattern: /^\+494066969\d{3}$/, country: "DE", kind: "landline", label: "040 66969 xxx" },
  { pattern: /^\+498999998\d{3}$/, country: "DE", kind: "landline", label: "089 99998 xxx" },
  { pattern: /^\+4917139200\d{2}$/, country: "DE", kind: "mobile", label: "0171 39200 xx" },
  { pattern: /^\+49176040690\d{2}$/, country: "DE", kind: "mobile", label: "0176 040690 xx" },
  { pattern: /^\+442079460\d{3}$/, country: "GB", kind: "landline", label: "020 7946 0xxx" },
];

/** Is this E.164 number reserved for fiction? */
export function isFictionNumber(e164: string): boolean {
  return fictionRanges.some((range) => range.pattern.test(e164));
}
