import type { Collection, Filter } from "mongodb";
import type { InterviewState } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { type InterviewDoc, interviewModel } from "../interviews/interview-model.ts";

/** What results need of a completed interview; neither the case nor the interviewer. */
export interface CompletedInterview {
  _id: string;
  publicId: string;
  version: string;
  state: InterviewState;
  startedAt: Date;
  endedAt: Date | null;
  activeMs: number;
}

// An export goes past Mongoose: hydrating is most of its cost.
const interviews = (deps: Deps) => interviewModel(deps.db).collection as unknown as Collection<InterviewDoc>;

/** Practice is never data. Served by the index {studyId, status, _id}. */
const completed = (studyId: string): Filter<InterviewDoc> => ({ studyId, status: "complete", mode: "live" });

const projection = { publicId: 1, version: 1, state: 1, startedAt: 1, endedAt: 1, activeMs: 1 };

/** Every completed interview in the order of its id; in memory is one batch at a time. */
export function completedInterviews(deps: Deps, studyId: string): AsyncIterable<CompletedInterview> {
  return interviews(deps).find<CompletedInterview>(completed(studyId), {
    projection,
    sort: { _id: 1 },
    // The lists for the review have an index that begins alike; by it a whole study would have to be sorted.
    hint: { studyId: 1, status: 1, _id: 1 },
    batchSize: 300,
  });
}

export function countCompleted(deps: Deps, studyId: string): Promise<number> {
  return interviews(deps).countDocuments(completed(studyId));
}

/** Those that a review took out since: with the completed ones they tell two states of the data apart. */
export function countInvalidated(deps: Deps, studyId: string): Promise<number> {
  return interviews(deps).countDocuments({ studyId, status: "invalidated", mode: "live" });
}

/** Hashes of the questionnaire versions that completed interviews were collected under. */
export function versionsUsed(deps: Deps, studyId: string): Promise<string[]> {
  return interviews(deps).distinct("version", completed(studyId));
}
