import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { contactModel } from "./contact-model.ts";

/** More than anybody reads; whoever finds so many searches more closely. */
export const mostFound = 50;

/**
 * Ids of the cases of some studies whose contact has one of these numbers, or all of these words in its names, or this
 * reference of the client's. Compared as keyed tags only: the database never sees what was typed.
 */
export async function findContacts(
  deps: Deps,
  query: { studyIds: string[]; numberTags: string[]; wordTags: string[]; referenceTag: string | null },
): Promise<string[]> {
  const { numberTags, wordTags, referenceTag } = query;
  const studyId = { $in: query.studyIds };
  // The study stands in each way, so that it bounds the index of each.
  const ways: Record<string, unknown>[] = [
    ...(numberTags.length > 0 ? [{ numberTags: { $in: numberTags }, studyId }] : []),
    ...(wordTags.length > 0 ? [{ nameTags: { $all: wordTags }, studyId }] : []),
    ...(referenceTag === null ? [] : [{ referenceTag, studyId }]),
  ];
  if (ways.length === 0) return [];
  const found = await contactModel(deps.db)
    .collection.find({ $or: ways }, { projection: { _id: 1 }, limit: mostFound })
    .toArray();
  return found.map(({ _id }) => String(_id));
}

/** Cases of some studies that have one of these references or one of these ids. */
export async function findCasesBy(
  deps: Deps,
  query: { studyIds: string[]; references: string[]; ids: string[] },
): Promise<CaseDoc[]> {
  const studyId = { $in: query.studyIds };
  return caseModel(deps.db)
    .find({
      $or: [
        { reference: { $in: query.references }, studyId },
        { _id: { $in: query.ids }, studyId },
      ],
    })
    .limit(mostFound)
    .lean<CaseDoc[]>();
}
