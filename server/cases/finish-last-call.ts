import type { Deps } from "../deps.ts";
import { attemptId } from "./attempt.ts";
import { findAttempt } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { findCaseHeldBy } from "./case-store.ts";
import { closeAttempt } from "./close-attempt.ts";

/**
 * Finishes a call whose outcome is stored while a crash or an outage kept back what follows from it. Without this the
 * interviewer would be offered a person to dial who has just refused, until the lease runs out.
 * @returns false when nothing was left to do
 */
export async function finishLastCall(deps: Deps, item: CaseDoc): Promise<boolean> {
  if (!item.current) return false;
  const { no: attemptNo } = item.current;
  const attempt = await findAttempt(deps, attemptId(item._id, attemptNo));
  if (!attempt?.outcome) return false;
  const { outcome } = attempt;
  await closeAttempt(deps, { caseId: item._id, attemptNo, fence: item.fence, outcome });
  return true;
}

/** The same for the case that this person holds, if it is this one. */
export async function finishCallOf(deps: Deps, who: { userId: string; caseId: string }): Promise<boolean> {
  const item = await findCaseHeldBy(deps, who.userId);
  return item?._id === who.caseId && finishLastCall(deps, item);
}
