import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { attemptId } from "./attempt.ts";
import { findAttempt } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { findCase } from "./case-store.ts";
import { closeAttempt } from "./close-attempt.ts";

/**
 * Before a case leaves a call that was lost: its open attempt is closed as our technical fault, so that the number's
 * line is free again and the dial is counted. An outcome that came meanwhile stands.
 * @returns the case as it is afterwards @throws Problem "case-changed" when a real outcome has decided about it
 */
export async function settleOpenAttempt(deps: Deps, item: CaseDoc): Promise<CaseDoc> {
  if (!item.current) return item;
  const { no } = item.current;
  if (await findAttempt(deps, attemptId(item._id, no)))
    await closeAttempt(deps, {
      caseId: item._id,
      attemptNo: no,
      fence: item.fence,
      outcome: "technical-fault",
    });
  const [attempt, settled] = await Promise.all([
    findAttempt(deps, attemptId(item._id, no)),
    findCase(deps, item._id),
  ]);
  if (!settled) throw problem("not-found");
  if (attempt && attempt.outcome !== "technical-fault")
    throw problem("case-changed", { reference: item.reference });
  return settled;
}
