import type { Deps } from "../deps.ts";
import { attemptId } from "./attempt.ts";
import { findAttempt } from "./attempt-store.ts";
import { backTo } from "./behind-quota.ts";
import type { CaseDoc } from "./case.ts";
import { expiredLeases } from "./case-planner-store.ts";
import { stepTo } from "./case-step.ts";
import { updateCase } from "./case-store.ts";
import { nextCaseState } from "./case-transitions.ts";
import { finishAttempt } from "./close-attempt.ts";
import { fieldStudy } from "./field-study.ts";

export interface Swept {
  /** Leased without a call: back to where they were. */
  returned: number;
  /** Lost in the middle of a call: held for the supervisor. */
  held: number;
  /** The outcome was stored, the plan was not: finished. */
  finished: number;
}

/**
 * The sweeper: takes cases back whose holder gave no sign of life. The fence stays, so a late outcome still counts
 * as long as nobody else took the case. Safe to run twice at once.
 */
export async function sweepLeases(deps: Deps): Promise<Swept> {
  const swept: Swept = { returned: 0, held: 0, finished: 0 };
  for (const item of await expiredLeases(deps, deps.clock.now())) {
    const done = await sweepOne(deps, item);
    if (done) swept[done]++;
  }
  return swept;
}

const lostChannel = { code: "lost-channel", params: {} };

async function sweepOne(deps: Deps, item: CaseDoc): Promise<keyof Swept | null> {
  const attempt = item.current && (await findAttempt(deps, attemptId(item._id, item.current.no)));
  const study = await fieldStudy(deps, item.studyId);
  if (attempt?.outcome && study) {
    const { moved } = await finishAttempt(deps, attempt, study, { fence: item.fence, locale: "en" });
    return moved ? "finished" : null;
  }
  const lost = item.state !== "leased";
  const state = lost
    ? nextCaseState(item.state, "channel-lost")
    : nextCaseState(item.state, "lease-lost", item.lease?.from);
  const written = await updateCase(
    deps,
    item._id,
    { planRevision: item.planRevision, fence: item.fence },
    lost ? { state, lease: null, why: lostChannel } : { ...(await backTo(deps, item, state)), lease: null },
    lost ? stepTo(deps.clock.now(), { state, why: lostChannel }) : undefined,
  );
  if (!written) return null;
  deps.log.warn({ caseId: item._id, studyId: item.studyId, state }, "lease ran out");
  return lost ? "held" : "returned";
}
