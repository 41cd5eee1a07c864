import type { Collection } from "mongodb";
import type { Deps } from "../deps.ts";
import { type AnswerEventDoc, answerEventModel } from "./answer-event-model.ts";
import { type InterviewDoc, interviewModel, reviewIndex, reviewIndexOfOne } from "./interview-model.ts";
import type { Decision } from "./review.ts";

/** A list of the review: nobody decided yet, or somebody did. */
export type ReviewState = "waiting" | Decision;

/** What a line of a list shows; neither events nor holder. */
export type ReviewLine = Pick<
  InterviewDoc,
  "_id" | "caseId" | "version" | "state" | "interviewers" | "startedAt" | "endedAt" | "activeMs" | "review"
>;

const interviews = (deps: Deps) => interviewModel(deps.db).collection as unknown as Collection<InterviewDoc>;

/** Decisions written before an instant and not carried out to the end. */
export function findUnsettled(deps: Deps, before: Date, limit: number): Promise<InterviewDoc[]> {
  return interviews(deps)
    .find({ settling: { $exists: true, $lt: before } })
    .limit(limit)
    .toArray();
}

const lineMembers = {
  ...{ caseId: 1, version: 1, state: 1, interviewers: 1, startedAt: 1, endedAt: 1, activeMs: 1, review: 1 },
};

/** Both indexes for the review lists begin so; what is waiting has no decision. */
function inState(studyId: string, state: ReviewState) {
  return {
    ...{ studyId, mode: "live" as const },
    status: state === "invalidated" ? ("invalidated" as const) : ("complete" as const),
    "review.decision": state === "waiting" ? null : state,
  };
}

/** Some interviews of a list: the waiting ones oldest first, the others newest first. */
export function findForReview(
  deps: Deps,
  query: { studyId: string; state: ReviewState; interviewer?: string; skip: number; limit: number },
): Promise<ReviewLine[]> {
  const { studyId, state, interviewer, skip, limit } = query;
  const direction = state === "waiting" ? 1 : -1;
  return (
    interviews(deps)
      .find({ ...inState(studyId, state), ...(interviewer ? { interviewers: interviewer } : {}) })
      .project<ReviewLine>(lineMembers)
      .sort({ endedAt: direction, _id: direction })
      // Other indexes begin alike, and give the interviews in no order.
      .hint(interviewer ? reviewIndexOfOne : reviewIndex)
      .skip(skip)
      .limit(limit)
      .toArray()
  );
}

/** Interviews of a study by their ids, for the same lines. */
export function findReviewLines(deps: Deps, studyId: string, ids: readonly string[]): Promise<ReviewLine[]> {
  return interviews(deps)
    .find({ _id: { $in: [...ids] }, studyId })
    .project<ReviewLine>(lineMembers)
    .toArray();
}

/**
 * How many there are in each list of a study. The waiting ones are what remains of the complete: to count those
 * without a decision each of them would have to be read.
 */
export async function countForReview(deps: Deps, studyId: string): Promise<Record<ReviewState, number>> {
  const count = (filter: object) =>
    interviews(deps).countDocuments({ studyId, mode: "live", ...filter } as never);
  const [complete, accepted, invalidated] = await Promise.all([
    count({ status: "complete" }),
    count({ status: "complete", "review.decision": "accepted" }),
    count({ status: "invalidated" }),
  ]);
  return { waiting: Math.max(0, complete - accepted), accepted, invalidated };
}

/** Time on screens and number of stored answers of the latest completes of a study. */
export function latestPaces(
  deps: Deps,
  studyId: string,
  limit: number,
): Promise<{ activeMs: number; answers: number }[]> {
  return interviews(deps)
    .aggregate<{ activeMs: number; answers: number }>(
      [
        {
          $match: {
            ...{ studyId, status: "complete", mode: "live" },
            // Both that there are: so the index gives each in the order of its end, and they are merged.
            "review.decision": { $in: [null, "accepted"] },
          },
        },
        { $sort: { endedAt: -1 } },
        { $limit: limit },
        { $project: { activeMs: 1, answers: { $size: { $objectToArray: "$state.answers" } } } },
      ],
      { hint: reviewIndex },
    )
    .toArray();
}

export type CaseInterview = Pick<
  InterviewDoc,
  "_id" | "status" | "startedAt" | "endedAt" | "review" | "interviewers"
>;

/** The interviews of a case, oldest first; practice is not among them. */
export function findOfCase(deps: Deps, caseId: string): Promise<CaseInterview[]> {
  return interviews(deps)
    .find({ caseId, mode: "live" })
    .project<CaseInterview>({ status: 1, startedAt: 1, endedAt: 1, review: 1, interviewers: 1 })
    .sort({ startedAt: 1 })
    .toArray();
}

export type ScreenTime = Pick<AnswerEventDoc, "seq" | "key" | "screenMs">;

/** How long the steps of an interview were on the screen, act by act, as far as its events are copied. */
export function findScreenTimes(deps: Deps, interviewId: string): Promise<ScreenTime[]> {
  return (answerEventModel(deps.db).collection as unknown as Collection<AnswerEventDoc>)
    .find({ interviewId })
    .project<ScreenTime>({ seq: 1, key: 1, screenMs: 1 })
    .sort({ seq: 1 })
    .toArray();
}
