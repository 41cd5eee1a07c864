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
  /** What proves that consent, in a few words. */
  consentProof?: string;
  /** What is known of the first phone column's numbers: type, day of that check, ported to a mobile carrier or not. */
  numberType?: string;
  numberChecked?: string;
  ported?: string;
  /** Sample variable -> column. */
  sample: Record<string, string>;
}

/** Members of a mapping that name one column. */
export const columnRoles = [
  ...(["name", "reference", "language", "zone", "region"] as const),
  ...(["consent", "consentProof", "numberType", "numberChecked", "ported"] as const),
];
export type ColumnRole = (typeof columnRoles)[number];

export type DeclaredSample = Record<string, SampleVariable>;

const known: Record<string, RegExp> = {
  phones: /^(phone|telephone|tel|telefon|rufnummer|mobile|mobil|handy|number|nummer)_?\d*$/,
  name: /^(name|full_?name|contact|ansprechpartner)$/,
  reference: /^(reference|ref|id|kundennummer|customer_?(id|number)|referenz)$/,
  language: /^(language|lang|sprache)$/,
  zone: /^(time_?zone|zone|zeitzone)$/,
  region: /^(region_?code|state_?code|bundesland_?code)$/,
  consent: /^(consent(_?date)?|einwilligung(_?datum)?)$/,
  consentProof: /^(consent_?proof|proof_?of_?consent|einwilligung_?nachweis)$/,
  numberType: /^((line|number|phone)_?type|nummern?_?art)$/,
  numberChecked: /^((line|number|phone|type)_?check(ed)?(_?(on|date))?|nummer_?geprueft)$/,
  ported: /^(ported(_?to_?(mobile|wireless|cell))?|portiert)$/,
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
  const one = (what: ColumnRole) => {
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
    ...Object.assign({}, ...columnRoles.map(one)),
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
    ...columnRoles.map((role) => mapping[role]),
    ...mapping.phones,
    ...Object.values(mapping.sample),
  ].filter((column) => column !== undefined);
  const unmapped = Object.keys(declared).filter((variable) => !mapping.sample[variable]);
  const phone = mapping.phones.length === 0 ? ["phone"] : [];
  return [...new Set([...phone, ...named.filter((column) => !header.includes(column)), ...unmapped])];
}
