import type { SampleVariable } from "../../surveys/engine/definition.ts";
import { isTimeZone } from "../calling/country-zones.ts";
import type { CaseNumber, NumberCheck, NumberKind, SampleValue } from "./case.ts";
import { booleans, readDay } from "./read-cell.ts";
import { readNumber } from "./read-number.ts";
import { readNumberCheck } from "./read-number-check.ts";
import type { DeclaredSample, SampleMapping } from "./sample-mapping.ts";

/** One fault of a row; `code` is a key under `sampleFault.` in the locales. */
export interface RowFault {
  row: number;
  column: string;
  code:
    | "number-missing"
    | "number-invalid"
    | "number-premium"
    | "value-not-allowed"
    | "zone-unknown"
    | "zone-missing"
    | "language-unknown"
    | "duplicate-in-file"
    | "duplicate-in-study"
    | "blocked"
    | "columns";
  /** What was found; never more of a phone number than its last three digits. */
  found: string;
  /** What would be allowed, in few words; "" when that is plain. */
  allowed: string;
}

export interface SampleRow {
  row: number;
  reference: string | null;
  name: string | null;
  language: string;
  region: string | null;
  consentOn: Date | null;
  consentProof: string | null;
  sample: Record<string, SampleValue>;
  numbers: (CaseNumber & { e164: string })[];
}

export interface RowContext {
  mapping: SampleMapping;
  declared: DeclaredSample;
  languages: string[];
}

function masked(text: string): string {
  const digits = text.replace(/\D/g, "");
  return digits.length > 3 ? `…${digits.slice(-3)}` : "…";
}

/** One record of the file to a row, with everything that is wrong with it. Pure. */
export function readSampleRow(
  record: Record<string, string>,
  row: number,
  context: RowContext,
): { row: SampleRow; faults: RowFault[] } {
  const { mapping, declared, languages } = context;
  const faults: RowFault[] = [];
  const fault = (column: string, code: RowFault["code"], found: string, allowed = "") =>
    faults.push({ row, column, code, found, allowed });
  const cell = (column: string | undefined) => (column ? (record[column]?.trim() ?? "") : "");
  const zone = cell(mapping.zone);
  if (zone && !isTimeZone(zone)) fault(mapping.zone ?? "", "zone-unknown", zone, "Europe/Berlin");
  const numbers = mapping.phones.flatMap((column, index) => {
    const text = cell(column);
    if (!text) return [];
    const number = readNumber(text, mapping.country, zone);
    if ("code" in number) {
      fault(column, number.code, masked(text));
      return [];
    }
    if (number.zones.length === 0) fault(column, "zone-missing", number.country);
    return [{ ...number, id: `n${index + 1}`, state: "callable" as const, attempts: 0 }];
  });
  if (numbers.length === 0 && faults.length === 0) fault(mapping.phones[0] ?? "phone", "number-missing", "");
  const { check, faults: checkFaults } = readNumberCheck(cell, mapping);
  for (const { column, found, allowed } of checkFaults) fault(column, "value-not-allowed", found, allowed);
  const first = numbers.find(({ id }) => id === "n1");
  if (first && check) Object.assign(first, { check, kind: kindOf(check) ?? first.kind });
  const language = cell(mapping.language) || mapping.defaultLanguage;
  if (!languages.includes(language))
    fault(mapping.language ?? "", "language-unknown", language, languages.join(", "));
  const sample: Record<string, SampleValue> = {};
  for (const [variable, column] of Object.entries(mapping.sample)) {
    const text = cell(column);
    if (!text) continue;
    const rule = declared[variable];
    const value = rule ? readValue(text, rule) : text;
    if (value === null) fault(column, "value-not-allowed", text.slice(0, 40), rule ? allowedOf(rule) : "");
    else sample[variable] = value;
  }
  const consent = cell(mapping.consent);
  const consentOn = consent ? readDay(consent) : null;
  if (consent && !consentOn)
    fault(mapping.consent ?? "", "value-not-allowed", consent.slice(0, 40), "YYYY-MM-DD");
  return {
    row: {
      row,
      reference: cell(mapping.reference) || null,
      name: cell(mapping.name) || null,
      language,
      region: cell(mapping.region) || null,
      consentOn,
      consentProof: cell(mapping.consentProof).slice(0, 500) || null,
      sample,
      numbers,
    },
    faults,
  };
}

/** The number's kind as lists and counts show it; null where the numbering plan knows no less than the check. */
function kindOf({ type, ported }: NumberCheck): NumberKind | null {
  if (ported || type === "mobile") return "mobile";
  return { landline: "landline" as const, voip: "other" as const, unknown: null }[type];
}

function optionCodes(rule: SampleVariable): string[] {
  return rule.type === "single"
    ? rule.options.map((option) => (typeof option === "string" ? option : option.code))
    : [];
}

function allowedOf(rule: SampleVariable): string {
  if (rule.type === "single") return optionCodes(rule).slice(0, 20).join(", ");
  return { number: "1234.5", date: "YYYY-MM-DD", boolean: "true, false", text: "" }[rule.type];
}

/** The typed value of a cell; null when the declaration does not allow it. */
function readValue(text: string, rule: SampleVariable): SampleValue | null {
  switch (rule.type) {
    case "single":
      return optionCodes(rule).includes(text) ? text : null;
    case "number":
      return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : null;
    case "date":
      return readDay(text) ? text : null;
    case "boolean":
      return booleans[text.toLowerCase()] ?? null;
    case "text":
      return text.slice(0, 500);
  }
}
