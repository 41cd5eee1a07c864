import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import type { QuotaCellDoc } from "./quota-cell.ts";

const quotaCellSchema = new Schema<QuotaCellDoc>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    node: { type: String, required: true },
    values: { type: Schema.Types.Mixed, required: true },
    target: { type: Number, required: true, min: 0 },
    completes: { type: Number, required: true, min: 0 },
    held: { type: [String], required: true },
    returned: { type: [String], default: [] },
    removedAt: { type: Date, default: null },
    blockedAt: { type: Date, default: null },
    rankedFill: { type: Number, default: null },
  },
  { minimize: false },
);

// All cells of a study or of one of its nodes; there are some dozens, so what is held is found by it too.
quotaCellSchema.index({ studyId: 1, node: 1 });

export const quotaCellModel = defineModel<QuotaCellDoc>("quota-cells", quotaCellSchema);
