import { Schema } from "mongoose";
import type { Act } from "../../surveys/engine/interview-state.ts";
import { defineModel } from "../db/define-model.ts";

/** One act as it arrived; `_id` is `interviewId:seq`, so that copying it twice changes nothing. */
export interface AnswerEventDoc {
  _id: string;
  interviewId: string;
  studyId: string;
  seq: number;
  kind: Act["kind"];
  key: string;
  value?: Act["value"];
  /** On the interviewer's machine, and on the server. */
  at: string;
  receivedAt: Date;
  by: string;
  /** Hash of the questionnaire version. */
  version: string;
  /** Milliseconds that the step was on the screen. */
  screenMs?: number;
  /** Why it was refused; a refused act changed no answer. */
  rejected?: string;
}

const answerEventSchema = new Schema<AnswerEventDoc>({
  _id: { type: String, required: true },
  interviewId: { type: String, required: true },
  studyId: { type: String, required: true },
  seq: { type: Number, required: true },
  kind: { type: String, required: true },
  key: { type: String },
  value: { type: Schema.Types.Mixed },
  at: { type: String, required: true },
  receivedAt: { type: Date, required: true },
  by: { type: String, required: true },
  version: { type: String, required: true },
  screenMs: { type: Number },
  rejected: { type: String },
});

answerEventSchema.index({ interviewId: 1, seq: 1 });
answerEventSchema.index({ studyId: 1, receivedAt: 1 });

/** Append-only; redaction by erasure or purge is the one change that it admits. */
export const answerEventModel = defineModel<AnswerEventDoc>("answer-events", answerEventSchema);
