import parsePhoneNumber from "libphonenumber-js/max";
import type { Deps } from "../deps.ts";
import { contactModel } from "./contact-model.ts";

const most = 50;

/**
 * Ids of the cases of a study whose contact has this number, or all words of this name, or the client's own
 * reference. Found by keyed tags only: the database never sees what was typed. At most 50.
 * @param country ISO code for numbers that are written without their country
 */
export async function findContacts(
  deps: Deps,
  query: { studyId: string; text: string; country: "DE" | "GB" },
): Promise<string[]> {
  const { studyId, text, country } = query;
  const number = parsePhoneNumber(text, country);
  const words = deps.vault.nameTags(text);
  const ways: Record<string, unknown>[] = [
    ...(number?.isPossible() ? [{ numberTags: deps.vault.numberTag(number.number) }] : []),
    ...(words.length > 0 ? [{ nameTags: { $all: words } }, { referenceTags: { $all: words } }] : []),
  ];
  if (ways.length === 0) return [];
  const found = await contactModel(deps.db)
    .collection.find({ studyId, $or: ways }, { projection: { _id: 1 }, limit: most })
    .toArray();
  return found.map(({ _id }) => String(_id));
}

/** Ids of the cases of several studies that have one of these numbers, by their keyed tags. At most 50. */
export async function casesByNumber(
  deps: Deps,
  query: { studyIds: string[]; tags: string[] },
): Promise<string[]> {
  const found = await contactModel(deps.db)
    .collection.find(
      { studyId: { $in: query.studyIds }, numberTags: { $in: query.tags } },
      { projection: { _id: 1 }, limit: most },
    )
    .toArray();
  return found.map(({ _id }) => String(_id));
}
