import { type Compiled, type Step, searchLookup } from "../../surveys/engine/index.ts";
import type { TypedEntry } from "./typed-entry.ts";

export interface LookupView {
  /** Entries that fit what is in the search field, or the one chosen before. */
  hits: { code: string; label: string; selected: boolean }[];
}

/** The entries to choose from at a lookup; null at any other step. */
export function lookupView(
  compiled: Compiled,
  step: Step,
  typed: TypedEntry | null | undefined,
): LookupView | null {
  if (!step.lookup) return null;
  const { list, language, chosen } = step.lookup;
  const marked = typed?.marked?.[0] ?? (typed ? undefined : chosen?.code);
  const hits = typed?.code ? searchLookup(compiled, list, typed.code, language) : chosen ? [chosen] : [];
  return { hits: hits.map((hit) => ({ ...hit, selected: hit.code === marked })) };
}
