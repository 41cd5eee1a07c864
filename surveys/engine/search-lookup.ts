import type { Compiled } from "./compiled.ts";
import type { LookupEntry } from "./definition.ts";
import { type CompiledText, compileText, plainText, renderText } from "./text.ts";

export interface LookupHit {
  code: string;
  label: string;
}

interface Index {
  entries: { code: string; label: string; words: string[] }[];
}

const indexes = new WeakMap<Compiled, Map<string, Index>>();

/**
 * Entries of a list whose words begin with every word typed, in any order; entries that begin with the first
 * word come first. The index is built at the first search of a list and language.
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

function indexOf(compiled: Compiled, list: string, language: string): Index {
  let own = indexes.get(compiled);
  if (!own) {
    own = new Map();
    indexes.set(compiled, own);
  }
  const key = `${list}/${language}`;
  let index = own.get(key);
  if (!index) {
    const entries = compiled.lists.get(list)?.entries ?? [];
    index = { entries: entries.map((entry) => indexed(entry, language)) };
    own.set(key, index);
  }
  return index;
}

function indexed(entry: LookupEntry, language: string): Index["entries"][number] {
  const text: CompiledText = compileText(entry.label, [language]);
  const label = plainText(renderText(text, language, () => ({ raw: null, shown: "" })));
  const all = `${label} ${entry.search ?? ""} ${entry.code}`;
  return { code: entry.code, label, words: tokensOf(all) };
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
