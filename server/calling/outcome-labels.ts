import { outcomeCatalogue } from "./outcome-catalogue.ts";

/** Names of a study's outcomes in one language; a code that left the catalogue stands for itself. */
export function outcomeLabels(own: unknown, locale: string): (code: string | null) => string {
  const { outcomes } = outcomeCatalogue(own);
  const names = new Map(outcomes.map(({ code, label }) => [code, label[locale] ?? label.en ?? code]));
  return (code) => (code === null ? "" : (names.get(code) ?? code));
}
