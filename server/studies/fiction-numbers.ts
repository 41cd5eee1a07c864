/**
 * Telephone numbers that regulators set aside for films and books; nobody can be reached under them.
 * Sources: Bundesnetzagentur, "Drama numbers" (Germany); Ofcom, "Numbers for use in TV and radio drama" (UK).
 */
interface FictionRange {
  prefix: string;
  digits: number;
  kind: "landline" | "mobile";
}

const ranges: FictionRange[] = [
  { prefix: "+493023125", digits: 3, kind: "landline" },
  { prefix: "+494066969", digits: 3, kind: "landline" },
  { prefix: "+498999998", digits: 3, kind: "landline" },
  { prefix: "+4917139200", digits: 2, kind: "mobile" },
  { prefix: "+49176040690", digits: 2, kind: "mobile" },
];

const ukRange: FictionRange = { prefix: "+442079460", digits: 3, kind: "landline" };

/** Is this E.164 number one of those that exist in fiction only? */
export function isFictionNumber(e164: string): boolean {
  return [...ranges, ukRange].some(
    ({ prefix, digits }) =>
      e164.length === prefix.length + digits && e164.startsWith(prefix) && /^\+\d+$/.test(e164),
  );
}

/** All German numbers of one kind, in E.164, ascending within each range. */
export function fictionNumbers(kind: "landline" | "mobile"): string[] {
  return ranges
    .filter((range) => range.kind === kind)
    .flatMap(({ prefix, digits }) =>
      Array.from({ length: 10 ** digits }, (_, n) => prefix + String(n).padStart(digits, "0")),
    );
}
