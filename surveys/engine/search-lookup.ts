import type { Compiled } from "./compiled.ts";
import type { LocalText, LookupEntry } from "./definition.ts";
import { type CompiledText, compileText, plainText, renderText } from "./text.ts";

export interface LookupHit {
  code: string;
  label: string;
}

interface Index {
  entries: { code: string; label: string; words: string[] }[];
}

/** Prepares every list for every language, so that the first search of an interview waits for nothing. */
export function buildLookupIndexes(compiled: Compiled): void {
  for (const list of compiled.lists.keys())
    for (const language of compiled.definition.languages) indexOf(compiled, list, language);
}

const indexes = new WeakMap<Compiled, Map<string, Index>>();

/**
 * Entries of a list whose words begin with every word typed, in any order; entries that begin with the first
 * word come first.
 */
export function searchLookup(
  compiled: Compiled,
  list: string,
  typed: string,
  language: string,
  limit = 20,
): LookupHit[] {
  const tokens = tokensOf(typed);
  if (tokens.length === 0) return [];
  const { entries } = indexOf(compiled, list, language);
  const first = tokens[0] ?? "";
  const hits: LookupHit[][] = [[], []];
  for (const entry of entries) {
    if (!tokens.every((token) => entry.words.some((word) => word.startsWith(token)))) continue;
    hits[entry.words[0]?.startsWith(first) ? 0 : 1]?.push({ code: entry.code, label: entry.label });
    if ((hits[0]?.length ?? 0) >= limit) break;
  }
  return hits.flat().slice(0, limit);
}

/** What to show for a code of a list; the code itself if the list does not know it. */
export function lookupLabel(compiled: Compiled, list: string, code: string, language: string): string {
  const label = compiled.lists.get(list)?.byCode.get(code)?.label;
  return label === undefined ? code : labelIn(label, language);
}

/**
 * The one entry that is meant by what was typed: its code, its exact words, or the only one that fits.
 * Otherwise the entries that fit, possibly none.
 */
export function findLookup(
  compiled: Compiled,
  step: { list: string; language: string },
  typed: string,
): { code: string } | { hits: LookupHit[] } {
  if (compiled.lists.get(step.list)?.byCode.has(typed)) return { code: typed };
  const hits = searchLookup(compiled, step.list, typed, step.language);
  const wanted = tokensOf(typed).join(" ");
  const exact = hits.filter((hit) => tokensOf(hit.label).join(" ") === wanted);
  const only = exact.length === 1 ? exact[0] : hits.length === 1 ? hits[0] : undefined;
  return only ? { code: only.code } : { hits };
}

function indexOf(compiled: Compiled, list: string, language: string): Index {
  let own = indexes.get(compiled);
  if (!own) {
    own = new Map();
    indexes.set(compiled, own);
  }
  const key = `${list}/${language}`;
  let index = own.get(key);
  if (!index) {
    const { entries, byLanguage } = compiled.lists.get(list) ?? { entries: [], byLanguage: new Map() };
    const offered: LookupEntry[] = byLanguage.get(language) ?? entries;
    index = { entries: offered.map((entry) => indexed(entry, language)) };
    own.set(key, index);
  }
  return index;
}

function indexed(entry: LookupEntry, language: string): Index["entries"][number] {
  const label = labelIn(entry.label, language);
  const all = `${label} ${entry.search ?? ""} ${entry.code}`;
  return { code: entry.code, label, words: tokensOf(all) };
}

function labelIn(label: LocalText, language: string): string {
  const text: CompiledText = compileText(label, [language]);
  return plainText(renderText(text, language, () => ({ raw: null, shown: "" })));
}

/** Words without case and accents, so that "muller" finds "Müller". */
function tokensOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
