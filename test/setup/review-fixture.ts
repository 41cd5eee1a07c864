import type { CaseDoc } from "../../server/cases/case.ts";
import type { Deps } from "../../server/deps.ts";
import type { InterviewDoc } from "../../server/interviews/interview-model.ts";
import { type ReviewRequest, reviewInterview } from "../../server/interviews/review-interview.ts";
import { compiledQuestionnaire } from "../../server/questionnaires/questionnaires.ts";
import { getStudy } from "../../server/studies/studies.ts";
import { answerAtRandom } from "../../surveys/autotest/answer-at-random.ts";
import {
  applyAct,
  type Compiled,
  currentStep,
  decideQuota,
  type InterviewState,
  isComplete,
  startInterview,
} from "../../surveys/engine/index.ts";
import { randomStream } from "../../surveys/engine/random.ts";
import type { TestDeps } from "./test-deps.ts";

export const ina = { id: "s1", name: "Ina Berg" };
export const omar = { id: "s2", name: "Omar Said" };

/** A decision as the page sends it: by Ina Berg about one that was waiting, unless the test says otherwise. */
export async function review(
  deps: Deps,
  interview: { _id: string; studyId: string },
  decision: ReviewRequest["decision"],
  over: Partial<Pick<ReviewRequest, "seen" | "case" | "reason" | "by">> = {},
) {
  return reviewInterview(deps, {
    ...{ interviewId: interview._id, decision, seen: null, by: ina },
    ...(decision === "invalidated" ? { reason: "The wrong person", case: { to: "reopen" } } : { case: null }),
    study: await getStudy(deps, interview.studyId),
    ...over,
  });
}

/** A whole interview answered at random, as its state stands at the end. */
export function answeredAtRandom(compiled: Compiled, seed: string, language = "en"): InterviewState {
  const random = randomStream(seed, "answers");
  let state = startInterview(compiled, { seed, language, today: "2026-11-19" });
  for (let acts = 0; acts < 2000 && !isComplete(compiled, state); ) {
    const step = currentStep(compiled, state);
    if (step.quota) {
      state = decideQuota(compiled, state, step.quota, "open");
      continue;
    }
    for (const typed of answerAtRandom(compiled, state, step, random))
      state = applyAct(compiled, state, {
        ...typed,
        seq: ++acts,
        at: "2026-11-19T17:00:00Z",
        by: "u1",
      }).state;
  }
  return state;
}

/** Complete interviews of cases that are there, as they lie in the database when their calls have ended. */
export async function storeCompletes(
  deps: TestDeps,
  study: { studyId: string; version: string; caseIds: readonly string[] },
  over: (n: number) => Partial<InterviewDoc> = () => ({}),
): Promise<string[]> {
  const compiled = await compiledQuestionnaire(deps, study.version);
  const state = answeredAtRandom(compiled, "seed");
  const docs = study.caseIds.map((caseId, n): InterviewDoc => {
    const endedAt = new Date(deps.clock.now().getTime() - (study.caseIds.length - n) * 60_000);
    return {
      ...{ _id: deps.newId(), studyId: study.studyId, caseId, publicId: `P${n}`, version: study.version },
      ...{ mode: "live", status: "complete", outcome: "complete", state, revision: 1, fence: 1 },
      ...{ holder: null, interviewers: ["u1"], attemptNo: 1, caseFence: 1, pending: [] },
      ...{ startedAt: new Date(endedAt.getTime() - 600_000), lastActAt: endedAt, suspendedAt: null, endedAt },
      activeMs: 540_000,
      ...over(n),
    };
  });
  await deps.db.collection<InterviewDoc>("interviews").insertMany(docs);
  await deps.db.collection<CaseDoc>("cases").bulkWrite(
    docs.map(({ _id, caseId }) => ({
      updateOne: {
        filter: { _id: caseId },
        update: { $set: { state: "final", disposition: "1.1", finalOutcome: "complete", interviewId: _id } },
      },
    })) as never[],
  );
  return docs.map(({ _id }) => _id);
}
