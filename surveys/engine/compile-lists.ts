import type { CompiledList } from "./compiled.ts";
import type { LocalText, LookupEntry, Questionnaire } from "./definition.ts";

/** Lists of their own, by hash, that lookups need at run time. */
export type ListDocuments = Record<string, LookupEntry[]>;

/** Hashes of the documents that a definition names, each once. */
export function listHashes(definition: Questionnaire): string[] {
  const lists = Object.values(definition.lists ?? {});
  return [...new Set(lists.flatMap((list) => ("documents" in list ? Object.values(list.documents) : [])))];
}

/** The lists of a definition by name. A document that was not given leaves its language empty. */
export function compileLists(definition: Questionnaire, documents: ListDocuments): Map<string, CompiledList> {
  return new Map(
    Object.entries(definition.lists ?? {}).map(([name, list]) => {
      const byLanguage = new Map<string, LookupEntry[]>();
      if ("documents" in list) {
        for (const [language, hash] of Object.entries(list.documents))
          byLanguage.set(language, documents[hash] ?? []);
      }
      const entries = "entries" in list ? list.entries : union(byLanguage);
      return [name, { entries, byCode: new Map(entries.map((entry) => [entry.code, entry])), byLanguage }];
    }),
  );
}

/** One entry for each code, with the label of each language. */
function union(byLanguage: ReadonlyMap<string, LookupEntry[]>): LookupEntry[] {
  const labels = new Map<string, Record<string, LocalText>>();
  for (const [language, entries] of byLanguage) {
    for (const { code, label } of entries) {
      const known = labels.get(code) ?? {};
      known[language] = label;
      labels.set(code, known);
    }
  }
  return [...labels].map(([code, label]) => ({ code, label: label as LocalText }));
}
