/** German numbers that the Bundesnetzagentur set aside for media productions; nobody can be reached there. */
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

/** All German numbers of one kind, in E.164, ascending within each range. */
export function fictionNumbers(kind: "landline" | "mobile"): string[] {
  return ranges
    .filter((range) => range.kind === kind)
    .flatMap(({ prefix, digits }) =>
      Array.from({ length: 10 ** digits }, (_, n) => prefix + String(n).padStart(digits, "0")),
    );
}
