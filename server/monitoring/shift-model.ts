import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** When somebody is at work, where. */
export interface ShiftDoc {
  _id: string;
  userId: string;
  site: string;
  from: Date;
  to: Date;
  /** User id of whoever planned it. */
  by: string;
}

const schema = new Schema<ShiftDoc>({
  _id: { type: String, required: true },
  userId: { type: String, required: true },
  site: { type: String, default: "" },
  from: { type: Date, required: true },
  to: { type: Date, required: true },
  by: { type: String, required: true },
});

schema.index({ from: 1, to: 1 });
schema.index({ userId: 1, from: 1 }, { unique: true });

export const shiftModel = defineModel<ShiftDoc>("shifts", schema);
