import type { Database } from "../db/database.ts";
import { type LookupListDoc, lookupListModel } from "./lookup-list-model.ts";

/** Content under its own hash: storing it twice is storing it once. */
export async function insertLookupList(db: Database, list: LookupListDoc): Promise<void> {
  const { _id, ...rest } = list;
  await lookupListModel(db).updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
}

export async function findLookupLists(db: Database, hashes: readonly string[]): Promise<LookupListDoc[]> {
  return lookupListModel(db)
    .find({ _id: { $in: hashes } })
    .lean();
}

/** Which of these names belong to a stored list. */
export async function knownLookupLists(db: Database, hashes: readonly string[]): Promise<string[]> {
  return lookupListModel(db).distinct("_id", { _id: { $in: hashes } });
}
