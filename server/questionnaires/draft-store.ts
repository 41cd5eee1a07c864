import type { Database } from "../db/database.ts";
import { isDuplicateKey } from "../db/is-duplicate-key.ts";
import { type DraftDoc, draftModel } from "./draft-model.ts";

export async function findDraft(db: Database, studyId: string): Promise<DraftDoc | null> {
  return draftModel(db).findById(studyId).lean();
}

/** Saves over revision `onto` (0: there is none yet); null when somebody saved meanwhile. */
export async function writeDraft(
  db: Database,
  draft: Omit<DraftDoc, "revision">,
  onto: number,
): Promise<DraftDoc | null> {
  try {
    return await draftModel(db)
      .findOneAndUpdate(
        { _id: draft._id, revision: onto },
        { $set: { text: draft.text, savedAt: draft.savedAt, by: draft.by }, $inc: { revision: 1 } },
        { returnDocument: "after", upsert: onto === 0 },
      )
      .lean();
  } catch (error) {
    // Two first saves at once: the second finds the document of the first.
    if (isDuplicateKey(error)) return null;
    throw error;
  }
}
