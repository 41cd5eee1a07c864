import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** Who did what to what. Append-only; ids and settings, never personal data of respondents. */
export interface AuditDoc {
  _id: string;
  at: Date;
  /** User id, or "command" or "system". */
  by: string;
  /** Such as "study.status", "case.release", "user.add". */
  act: string;
  /** Id of the thing. */
  on: string;
  studyId: string | null;
  reason: string | null;
  what: Record<string, unknown>;
}

const schema = new Schema<AuditDoc>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    by: { type: String, required: true },
    act: { type: String, required: true },
    on: { type: String, required: true },
    studyId: { type: String, default: null },
    reason: { type: String, default: null },
    what: { type: Schema.Types.Mixed, default: {} },
  },
  { minimize: false },
);

schema.index({ at: -1 });
schema.index({ on: 1, at: -1 });
schema.index({ studyId: 1, at: -1 });

export const auditModel = defineModel<AuditDoc>("audit", schema);
