import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** What the institute as a whole did with a number, under its keyed hash: the lock, the dials, the rest. */
export interface NumberBookDoc {
  _id: string;
  /** The attempt that is on the line; one number is never dialed twice at a time. */
  lock: { attemptId: string; at: Date } | null;
  /** Latest dials over all studies. */
  dials: { attemptId: string; studyId: string; at: Date }[];
  restUntil: Date | null;
  restReason: string | null;
  /** The attempt after which it rests. */
  restBy?: string | null;
  /** Last dial at which nobody of us was there, and last at which a machine answered; old entries have neither. */
  lastSilentAt?: Date | null;
  lastMachineAt?: Date | null;
  revision: number;
}

const schema = new Schema<NumberBookDoc>({
  _id: { type: String, required: true },
  lock: { type: Schema.Types.Mixed, default: null },
  dials: { type: [{ _id: false, attemptId: String, studyId: String, at: Date }], default: [] },
  restUntil: { type: Date, default: null },
  restReason: { type: String, default: null },
  restBy: { type: String, default: null },
  lastSilentAt: { type: Date, default: null },
  lastMachineAt: { type: Date, default: null },
  revision: { type: Number, required: true },
});

export const numberBookModel = defineModel<NumberBookDoc>("number-book", schema);
