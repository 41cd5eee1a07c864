import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** Who agreed to, or withdrew, what, when and to which text; append-only. */
export interface ConsentDoc {
  _id: string;
  studyId: string;
  caseId: string;
  /** Import that brought it, or null. */
  batch: string | null;
  /** Keyed hash of the number, where the consent is for calls to it. */
  numberHash: string | null;
  purpose: "call" | "recording" | "sensitive" | "recontact" | "transfer";
  given: boolean;
  at: Date;
  /** Where it is on record: "order form of 2026-08-01", "in the call". */
  source: string;
  textVersion: string | null;
  /** What proves it, in the words of whoever brought it: "order form no. 4711, signed"; null when nobody said. */
  proof?: string | null;
}

const schema = new Schema<ConsentDoc>({
  _id: { type: String, required: true },
  studyId: { type: String, required: true },
  caseId: { type: String, required: true },
  batch: { type: String, default: null },
  numberHash: { type: String, default: null },
  purpose: {
    type: String,
    enum: ["call", "recording", "sensitive", "recontact", "transfer"],
    required: true,
  },
  given: { type: Boolean, required: true },
  at: { type: Date, required: true },
  source: { type: String, required: true },
  textVersion: { type: String, default: null },
  proof: { type: String, default: null },
});
schema.index({ numberHash: 1, purpose: 1, studyId: 1, at: -1 });
schema.index({ studyId: 1, purpose: 1 }, { partialFilterExpression: { proof: { $gt: "" } } });
schema.index({ caseId: 1 });
schema.index({ batch: 1 }, { partialFilterExpression: { batch: { $type: "string" } } });

export const consentModel = defineModel<ConsentDoc>("consents", schema);
