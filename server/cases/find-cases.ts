import parsePhoneNumber from "libphonenumber-js/max";
import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import { findCasesBy, findContacts } from "./find-cases-store.ts";

export { mostFound } from "./find-cases-store.ts";

export interface CaseSearch {
  /** Nothing is found outside of these. */
  studyIds: string[];
  /** A case reference or a phone number, both whole. */
  text: string;
  /** Also whole words of a name, all of which must match, and the client's own reference, whole. */
  names?: true;
}

/** Written without its country, a number is tried as one of each. */
const countries = ["DE", "GB"] as const;

/** The numbers, as E.164, that a text can mean; none when it is no number. */
export function numbersIn(text: string): string[] {
  if (!/^[+\d\s()/.-]{5,}$/.test(text)) return [];
  const read = countries.flatMap((country) => {
    const number = parsePhoneNumber(text, country);
    return number?.isPossible() ? [number.number as string] : [];
  });
  return [...new Set(read)];
}

/**
 * Finds cases by exact reference (in small letters too), exact number, name or the client's reference; nothing is
 * found by a part of a word. Each way is one indexed look-up. At most `mostFound`.
 */
export async function findCases(deps: Deps, search: CaseSearch): Promise<CaseDoc[]> {
  const { studyIds } = search;
  const text = search.text.trim();
  if (!text) return [];
  const ids = await findContacts(deps, {
    studyIds,
    numberTags: numbersIn(text).map((e164) => deps.vault.numberTag(e164)),
    wordTags: search.names ? deps.vault.nameTags(text) : [],
    referenceTag: search.names ? deps.vault.referenceTag(text) : null,
  });
  return findCasesBy(deps, { studyIds, references: [text, text.toUpperCase()], ids });
}
