import type { SampleVariable } from "../../surveys/engine/definition.ts";

/** Which column of the file is what. Column names as in the file's header. */
export interface SampleMapping {
  /** Country (ISO 3166) of numbers that are written without a country code. */
  country: string;
  /** Language of the calls where no column says otherwise. */
  defaultLanguage: string;
  phones: string[];
  name?: string;
  reference?: string;
  language?: string;
  zone?: string;
  /** ISO 3166-2 region for holidays: "DE-BY". */
  region?: string;
  /** Day on which the person agreed to be called (YYYY-MM-DD). */
  consent?: string;
  /** Sample variable -> column. */
  sample: Record<string, string>;
}

export type DeclaredSample = Record<string, SampleVariable>;

const known: Record<string, RegExp> = {
  phones: /^(phone|telephone|tel|telefon|rufnummer|mobile|mobil|handy|number|nummer)_?\d*$/,
  name: /^(name|full_?name|contact|ansprechpartner)$/,
  reference: /^(reference|ref|id|kundennummer|customer_?(id|number)|referenz)$/,
  language: /^(language|lang|sprache)$/,
  zone: /^(time_?zone|zone|zeitzone)$/,
  region: /^(region_?code|state_?code|bundesland_?code)$/,
  consent: /^(consent(_?date)?|einwilligung(_?datum)?)$/,
};

function plain(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
}

/** A first guess from the header; the researcher corrects it. Declared variables take columns of their name. */
export function suggestMapping(
  header: readonly string[],
  declared: DeclaredSample,
  defaults: Pick<SampleMapping, "country" | "defaultLanguage">,
): SampleMapping {
  const matching = (what: string) => header.filter((column) => known[what]?.test(plain(column)));
  const one = (what: "name" | "reference" | "language" | "zone" | "region" | "consent") => {
    const [column] = matching(what);
    return column ? { [what]: column } : {};
  };
  const sample: Record<string, string> = {};
  for (const name of Object.keys(declared)) {
    const column = header.find((candidate) => plain(candidate) === name);
    if (column) sample[name] = column;
  }
  return {
    ...defaults,
    phones: matching("phones"),
    ...one("name"),
    ...one("reference"),
    ...one("language"),
    ...one("zone"),
    ...one("region"),
    ...one("consent"),
    sample,
  };
}

/** Columns that the mapping or the questionnaire needs and the file lacks. */
export function missingColumns(
  header: readonly string[],
  mapping: SampleMapping,
  declared: DeclaredSample,
): string[] {
  const named = [
    mapping.name,
    mapping.reference,
    mapping.language,
    mapping.zone,
    mapping.region,
    mapping.consent,
    ...mapping.phones,
    ...Object.values(mapping.sample),
  ].filter((column) => column !== undefined);
  const unmapped = Object.keys(declared).filter((variable) => !mapping.sample[variable]);
  const phone = mapping.phones.length === 0 ? ["phone"] : [];
  return [...new Set([...phone, ...named.filter((column) => !header.includes(column)), ...unmapped])];
}
