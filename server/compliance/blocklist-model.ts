import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

export type BlockScope = "study" | "client" | "institute";

/** A number that is never called: its keyed hash, never its digits. `_id` = scope:scopeId:hash. */
export interface BlockDoc {
  _id: string;
  hash: string;
  scope: BlockScope;
  /** Study id, client name, or "" for the institute. */
  scopeId: string;
  reason: string;
  at: Date;
  by: string;
}

const schema = new Schema<BlockDoc>({
  _id: { type: String, required: true },
  hash: { type: String, required: true },
  scope: { type: String, enum: ["study", "client", "institute"], required: true },
  scopeId: { type: String, default: "" },
  reason: { type: String, required: true },
  at: { type: Date, required: true },
  by: { type: String, required: true },
});
schema.index({ hash: 1 });

export const blocklistModel = defineModel<BlockDoc>("blocklist", schema);
