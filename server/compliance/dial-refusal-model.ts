import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** One refusal of the gateway: which rule, on what it rests, and what was asked; append-only. */
export interface DialRefusalDoc {
  _id: string;
  studyId: string;
  caseId: string;
  numberId: string;
  /** "claim" or "dial". */
  stage: string;
  by: string;
  rule: string;
  params: Record<string, string | number>;
  basis: "law" | "code" | "house";
  source: string;
  nextAllowedAt: Date | null;
  at: Date;
}

const schema = new Schema<DialRefusalDoc>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    caseId: { type: String, required: true },
    numberId: { type: String, required: true },
    stage: { type: String, required: true },
    by: { type: String, required: true },
    rule: { type: String, required: true },
    params: { type: Schema.Types.Mixed, default: {} },
    basis: { type: String, enum: ["law", "code", "house"], default: "house" },
    source: { type: String, required: true },
    nextAllowedAt: { type: Date, default: null },
    at: { type: Date, required: true },
  },
  { minimize: false },
);
schema.index({ studyId: 1, at: -1 });
schema.index({ caseId: 1, at: -1 });

export const dialRefusalModel = defineModel<DialRefusalDoc>("dial-refusals", schema);
