import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import { type TimeKind, timeKinds } from "./time-kinds.ts";

/**
 * One line of the time ledger; lines are added, never changed. Without `until` it says what a person turned to at
 * `at`, and runs until the person's next line. With `until` it is a correction of that span, with a reason.
 */
export interface TimeEntryDoc {
  /** Made of the event ("caseId:no:interview"), so that writing it again changes nothing. */
  _id: string;
  userId: string;
  studyId: string | null;
  kind: TimeKind;
  at: Date;
  until: Date | null;
  reason: string | null;
  /** User id of whoever wrote it; the person's own for what happened at the workstation. */
  by: string;
  writtenAt: Date;
}

const schema = new Schema<TimeEntryDoc>({
  _id: { type: String, required: true },
  userId: { type: String, required: true },
  studyId: { type: String, default: null },
  kind: { type: String, enum: timeKinds, required: true },
  at: { type: Date, required: true },
  until: { type: Date, default: null },
  reason: { type: String, default: null },
  by: { type: String, required: true },
  writtenAt: { type: Date, required: true },
});

schema.index({ at: 1 });
schema.index({ userId: 1, at: 1 });

export const timeEntryModel = defineModel<TimeEntryDoc>("time-entries", schema);
