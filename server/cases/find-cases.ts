import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/max";
import type { Deps } from "../deps.ts";
import type { CaseDoc, CaseState } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { contactModel } from "./contact-model.ts";

export interface CaseSearch {
  /** Studies that the asker may see. */
  studyIds: string[];
  /** A case reference, a phone number, the client's reference, or words of a name. */
  text: string;
  /** Country of numbers without a country code. */
  country?: string;
  limit?: number;
}

export interface FoundCase {
  caseId: string;
  studyId: string;
  reference: string;
  state: CaseState;
  by: "reference" | "number" | "name";
}

/**
 * Finds cases over several studies by exact reference, exact number, or whole words of a name (all must match).
 * Each way is one indexed look-up; texts and digits are compared as keyed hashes only.
 */
export async function findCases(deps: Deps, search: CaseSearch): Promise<FoundCase[]> {
  const text = search.text.trim();
  if (!text) return [];
  const limit = search.limit ?? 50;
  const own = await caseModel(deps.db)
    .find({ reference: text.toUpperCase(), studyId: { $in: search.studyIds } })
    .limit(limit)
    .lean<CaseDoc[]>();
  if (own.length > 0) return own.map((item) => found(item, "reference"));
  const number = parsePhoneNumber(text, (search.country ?? "DE") as CountryCode);
  if (number && /^[+\d\s()/-]+$/.test(text))
    return byContact(deps, search, { numberTags: deps.vault.numberTag(number.number) }, "number");
  const tags = deps.vault.nameTags(text);
  if (tags.length === 0) return [];
  const names = await byContact(deps, search, { nameTags: { $all: tags } }, "name");
  return names.length > 0 ? names : byContact(deps, search, { referenceTags: { $all: tags } }, "reference");
}

async function byContact(
  deps: Deps,
  search: CaseSearch,
  filter: Record<string, unknown>,
  by: FoundCase["by"],
): Promise<FoundCase[]> {
  const contacts = await contactModel(deps.db)
    .collection.find({ ...filter, studyId: { $in: search.studyIds } })
    .project({ _id: 1 })
    .limit(search.limit ?? 50)
    .toArray();
  const cases = await caseModel(deps.db)
    .find({ _id: { $in: contacts.map((doc) => String(doc._id)) } })
    .lean<CaseDoc[]>();
  return cases.map((item) => found(item, by));
}

function found(item: CaseDoc, by: FoundCase["by"]): FoundCase {
  const { _id, studyId, reference, state } = item;
  return { caseId: _id, studyId, reference, state, by };
}
