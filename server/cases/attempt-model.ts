import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import type { AttemptDoc } from "./attempt.ts";

const schema = new Schema<AttemptDoc>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    studyId: { type: String, required: true },
    no: { type: Number, required: true },
    numberId: { type: String, required: true },
    numberKind: { type: String, required: true },
    numberHash: { type: String, required: true },
    by: { type: String, required: true },
    byName: { type: String, required: true },
    fence: { type: Number, required: true },
    mode: { type: String, required: true },
    startedAt: { type: Date, required: true },
    connectedAt: { type: Date, default: null },
    endedAt: { type: Date, default: null },
    form: { type: Schema.Types.Mixed, default: null },
    outcome: { type: String, default: null },
    aapor: { type: String, default: null },
    note: { type: String, default: null },
    appointment: { type: Schema.Types.Mixed, default: null },
    interviewId: { type: String, default: null },
    spoken: { type: String, default: undefined },
    outsideHours: { type: Boolean },
    corrected: { type: Schema.Types.Mixed, default: null },
  },
  { minimize: false },
);

schema.index({ caseId: 1, no: 1 }, { unique: true });
schema.index({ studyId: 1, startedAt: 1 });
schema.index({ by: 1, startedAt: 1 });
// How appointments were kept.
schema.index(
  { studyId: 1, "appointment.for": 1 },
  { partialFilterExpression: { "appointment.for": { $exists: true } } },
);

export const attemptModel = defineModel<AttemptDoc>("attempts", schema);
