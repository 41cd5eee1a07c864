import type { Database } from "../db/database.ts";
import { isDuplicateKey } from "../db/is-duplicate-key.ts";
import { type TimeEntryDoc, timeEntryModel } from "./time-entry-model.ts";

/** Adds a line; one that is there already stays as it is. @returns was it new? */
export async function insertTimeEntry(db: Database, entry: TimeEntryDoc): Promise<boolean> {
  try {
    await timeEntryModel(db).create(entry);
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

/** Adds many new lines at once. */
export async function insertTimeEntries(db: Database, entries: TimeEntryDoc[]): Promise<void> {
  if (entries.length > 0)
    await timeEntryModel(db).collection.insertMany(entries as never[], { ordered: false });
}

/** Lines that begin in [from, to), by person and time. */
export async function findTimeEntries(
  db: Database,
  query: { from: Date; to: Date; userId?: string },
): Promise<TimeEntryDoc[]> {
  return timeEntryModel(db)
    .find({
      at: { $gte: query.from, $lt: query.to },
      ...(query.userId ? { userId: query.userId } : {}),
    })
    .sort({ userId: 1, at: 1, writtenAt: 1 })
    .lean();
}

/** The last thing that a person turned to; corrections do not count. */
export async function lastTimeEntry(
  db: Database,
  userId: string,
  before: Date,
): Promise<TimeEntryDoc | null> {
  return timeEntryModel(db)
    .findOne({ userId, at: { $lte: before }, until: null })
    .sort({ at: -1, writtenAt: -1 })
    .lean();
}
