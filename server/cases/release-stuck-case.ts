import { poolOfCase } from "../calling/pool.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { type CaseDoc, type CaseState, isWorkState } from "./case.ts";
import { findCase, updateCase } from "./case-store.ts";
import { settleOpenAttempt } from "./settle-open-attempt.ts";

const releasable: readonly CaseState[] = [
  "hold-supervisor",
  "hold-language",
  "hold-information",
  "rest",
  "waiting",
  "suspended",
];

/**
 * May a supervisor make this case ready now? Held ones and those that wait always; one at work when nothing was
 * dialed yet or its lease has run out. A case on a live call is never released.
 */
export function mayRelease(item: Pick<CaseDoc, "state" | "lease">, now: Date): boolean {
  if (releasable.includes(item.state)) return true;
  if (!isWorkState(item.state)) return false;
  return item.state === "leased" || !item.lease || item.lease.until <= now;
}

/**
 * Makes a stuck case ready for the next interviewer, in another language where one is named. An attempt that was lost is closed as our technical fault, so
 * its number can be dialed again. The fence rises, so whoever had the case is told; an outcome that still comes
 * moves nothing.
 * @throws Problem not-found, case-on-call, case-changed
 */
export async function releaseStuckCase(
  deps: Deps,
  request: { caseId: string; by: string; reason: string; planRevision?: number; language?: string },
): Promise<CaseDoc> {
  const { caseId, by, reason } = request;
  const stuck = await findCase(deps, caseId);
  if (!stuck) throw problem("not-found");
  if (request.planRevision !== undefined && request.planRevision !== stuck.planRevision)
    throw problem("case-changed", { reference: stuck.reference });
  if (!mayRelease(stuck, deps.clock.now())) throw problem("case-on-call", { reference: stuck.reference });
  const item = await settleOpenAttempt(deps, stuck);
  // Closing the attempt makes its plan; caps may have ended the case by it.
  if (!mayRelease(item, deps.clock.now()) && item.state !== "ready")
    throw problem("case-changed", { reference: item.reference });
  const language = request.language ?? item.language;
  const released = await updateCase(
    deps,
    caseId,
    { planRevision: item.planRevision, states: [item.state] },
    {
      state: "ready",
      lease: null,
      current: null,
      fence: item.fence + 1,
      windowFrom: null,
      language,
      pool: poolOfCase({ ...item, language }),
      why: { code: "supervisor-move", params: { reason } },
    },
  );
  if (!released) throw problem("case-changed", { reference: item.reference });
  await writeAudit(deps, {
    by,
    act: "case.release",
    on: caseId,
    studyId: item.studyId,
    reason,
    what: {
      ...{ reference: item.reference, from: stuck.state },
      ...(language === item.language ? {} : { language }),
    },
  });
  return released;
}
