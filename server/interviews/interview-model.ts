import { Schema } from "mongoose";
import type { InterviewState } from "../../surveys/engine/interview-state.ts";
import { defineModel } from "../db/define-model.ts";
import type { AnswerEventDoc } from "./answer-event-model.ts";
import type { Review } from "./review.ts";

/**
 * open: being asked, or suspended and to be resumed. complete: the questionnaire came to an end with that
 * outcome. screened: it came to another end (not eligible, quota full). broken-off: the call ended it for good.
 * invalidated: it was complete, and a review took it out of everything that counts.
 */
export type InterviewStatus = "open" | "complete" | "screened" | "broken-off" | "invalidated";

/** What a completion still has to do after the interview itself is closed; absent when all is done. */
export interface Finishing {
  since: Date;
  /** Code of the outcome catalogue that closes the attempt. */
  outcome: string;
  attemptNo: number;
  caseFence: number;
  note?: string;
  by: string;
}

/** The answers of one case to one questionnaire version; it may span attempts. */
export interface InterviewDoc {
  _id: string;
  studyId: string;
  caseId: string;
  /** Its name outside the house (exports); random, never the case id. */
  publicId: string;
  /** Hash of the questionnaire version that it pins. */
  version: string;
  mode: "live" | "practice";
  status: InterviewStatus;
  /** Outcome of the end node reached ("complete", "ineligible", ...); null before. */
  outcome: string | null;
  /** The engine's state as it is: answers, orders, snapshots, quota results, overrides, lastSeq. */
  state: InterviewState;
  /** Counts every write; the guard of the next one. */
  revision: number;
  /** Raised by opening, resuming and taking over; an older one may not write. */
  fence: number;
  holder: { userId: string; name: string } | null;
  /** Everybody who asked a part of it, in order. */
  interviewers: string[];
  attemptNo: number;
  caseFence: number;
  /** Events not yet copied to `answer-events`. */
  pending: AnswerEventDoc[];
  /** The last act before it was resumed: the step shown until the next one is the first of this call. */
  resumedAfterSeq?: number;
  startedAt: Date;
  lastActAt: Date;
  suspendedAt: Date | null;
  endedAt: Date | null;
  /** Milliseconds that its steps were on a screen. */
  activeMs: number;
  finishing?: Finishing;
  /** What a supervisor decided about a complete one; absent while nobody did. */
  review?: Review;
  /** Since when a review has still to be carried out; absent when all is done. */
  settling?: Date;
}

const reviewOrder = { "review.decision": 1, endedAt: 1, _id: 1 } as const;
export const reviewIndex = { studyId: 1, status: 1, mode: 1, ...reviewOrder } as const;
export const reviewIndexOfOne = { studyId: 1, interviewers: 1, status: 1, mode: 1, ...reviewOrder } as const;

const interviewSchema = new Schema<InterviewDoc>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    caseId: { type: String, required: true },
    publicId: { type: String, required: true },
    version: { type: String, required: true },
    mode: { type: String, enum: ["live", "practice"], required: true },
    status: {
      type: String,
      enum: ["open", "complete", "screened", "broken-off", "invalidated"],
      required: true,
    },
    outcome: { type: String, default: null },
    state: { type: Schema.Types.Mixed, required: true },
    revision: { type: Number, required: true },
    fence: { type: Number, required: true },
    holder: { type: Schema.Types.Mixed, default: null },
    interviewers: { type: [String], required: true },
    attemptNo: { type: Number, required: true },
    caseFence: { type: Number, required: true },
    pending: { type: [Schema.Types.Mixed] as unknown as [], default: [] },
    resumedAfterSeq: { type: Number },
    startedAt: { type: Date, required: true },
    lastActAt: { type: Date, required: true },
    suspendedAt: { type: Date, default: null },
    endedAt: { type: Date, default: null },
    activeMs: { type: Number, default: 0 },
    finishing: { type: Schema.Types.Mixed },
    review: { type: Schema.Types.Mixed },
    settling: { type: Date },
  },
  { minimize: false },
);

// At most one open interview per case, whatever happens at the same moment.
interviewSchema.index({ caseId: 1 }, { unique: true, partialFilterExpression: { status: "open" } });
// Exports and progress.
interviewSchema.index({ studyId: 1, status: 1, _id: 1 });
// Lists for the review, and the latest completes as a measure of what is usual.
interviewSchema.index(reviewIndex);
// The same lists, those of one interviewer.
interviewSchema.index(reviewIndexOfOne);
// All interviews of a case, for its history.
interviewSchema.index({ caseId: 1, startedAt: 1 });
// Reviews that a crash left.
interviewSchema.index({ settling: 1 }, { partialFilterExpression: { settling: { $exists: true } } });
// A person's own figures.
interviewSchema.index({ interviewers: 1, endedAt: 1 });
// The sweeper: completions that a crash left, and events that nobody flushed.
interviewSchema.index(
  { "finishing.since": 1 },
  { partialFilterExpression: { "finishing.since": { $exists: true } } },
);
interviewSchema.index({ lastActAt: 1 }, { partialFilterExpression: { "pending.0": { $exists: true } } });

export const interviewModel = defineModel<InterviewDoc>("interviews", interviewSchema);
