import { columnRoles, type SampleMapping } from "../cases/sample-mapping.ts";
import { listOf, textOf } from "../http/form-errors.ts";

/** Countries that numbers without a country code can be from. */
export const countries = ["DE", "AT", "CH", "GB", "IE", "US", "FR", "NL", "PL", "ES", "IT"] as const;

/** What the mapping form says, as plain JSON; a role that is left empty is "". */
export function mappingOf(body: Record<string, unknown>): Partial<SampleMapping> {
  const roles = columnRoles.map((role) => [role, textOf(body[role])]);
  const sample = Object.entries(body).flatMap(([field, value]) =>
    field.startsWith("sample.") && textOf(value) ? [[field.slice("sample.".length), textOf(value)]] : [],
  );
  const country = countries.find((one) => one === body.country);
  return {
    ...Object.fromEntries(roles),
    phones: listOf(body.phones),
    sample: Object.fromEntries(sample) as Record<string, string>,
    ...(country ? { country } : {}),
  };
}

/** For the import: a role that was left empty is no column, whatever the header suggests. */
export function withoutEmpty(mapping: Partial<SampleMapping>): Partial<SampleMapping> {
  const chosen = Object.entries(mapping).map(([name, value]) => [name, value === "" ? undefined : value]);
  return Object.fromEntries(chosen) as Partial<SampleMapping>;
}
