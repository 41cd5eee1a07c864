import { type FieldError, problem } from "../http/problem.ts";
import type { CsvOptions } from "./csv-format.ts";
import type { Values } from "./data-columns.ts";

export interface CsvRequest extends CsvOptions {
  values: Values;
  language: string;
}

const separators = { comma: ",", semicolon: ";", tab: "\t" } as const;
const decimals = { dot: ".", comma: "," } as const;
const allowed = {
  values: ["codes", "labels", "both"],
  separator: Object.keys(separators),
  decimal: Object.keys(decimals),
  bom: ["yes", "no"],
  raw: ["yes", "no"],
} as const;

type Name = keyof typeof allowed;

/**
 * What kind of CSV is wanted, from an address or a command line; what is not named has a usual value.
 * @throws Problem "invalid-input" that names each wrong word and the allowed ones
 */
export function csvQuery(query: Record<string, unknown>, locale: string): CsvRequest {
  const errors: FieldError[] = [];
  const pick = <N extends Name>(name: N, usual: string): string => {
    const found = query[name];
    if (found === undefined) return usual;
    const words: readonly string[] = allowed[name];
    if (typeof found === "string" && words.includes(found)) return found;
    errors.push({
      pointer: name,
      detail: `found "${String(found).slice(0, 40)}", allowed: ${words.join(", ")}`,
    });
    return usual;
  };
  const request: CsvRequest = {
    values: pick("values", "codes") as Values,
    separator: separators[pick("separator", "comma") as keyof typeof separators],
    decimal: decimals[pick("decimal", "dot") as keyof typeof decimals],
    bom: pick("bom", "yes") === "yes",
    raw: pick("raw", "no") === "yes",
    language:
      typeof query.language === "string" && /^[a-z]{2,3}(-[A-Za-z]+)?$/.test(query.language)
        ? query.language
        : locale,
  };
  if (errors.length > 0) throw problem("invalid-input", {}, errors);
  return request;
}
