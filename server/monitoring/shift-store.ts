import type { Database } from "../db/database.ts";
import { type ShiftDoc, shiftModel } from "./shift-model.ts";

/** No shift is longer; with it a range of starts finds every shift that touches a span. */
export const longestShiftMs = 16 * 3_600_000;

/** Shifts that touch the span, by start. */
export async function findShifts(
  db: Database,
  span: { from: Date; to: Date; userIds?: string[] },
): Promise<ShiftDoc[]> {
  return shiftModel(db)
    .find({
      from: { $gte: new Date(span.from.getTime() - longestShiftMs), $lt: span.to },
      to: { $gt: span.from },
      ...(span.userIds ? { userId: { $in: span.userIds } } : {}),
    })
    .sort({ from: 1, userId: 1 })
    .lean();
}

/** Adds shifts; the same person and start again changes that shift instead of doubling it. @returns did that change anything? */
export async function putShifts(db: Database, shifts: ShiftDoc[]): Promise<boolean> {
  if (shifts.length === 0) return false;
  const done = await shiftModel(db).bulkWrite(
    shifts.map(({ userId, from, _id, ...members }) => ({
      updateOne: {
        filter: { userId, from },
        update: { $set: members, $setOnInsert: { _id } },
        upsert: true,
      },
    })),
  );
  return done.modifiedCount + done.upsertedCount > 0;
}

/** The shift as it was; null when it is gone already. */
export async function deleteShift(db: Database, id: string): Promise<ShiftDoc | null> {
  return shiftModel(db).findByIdAndDelete(id).lean();
}
