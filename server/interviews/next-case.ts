import type { Request } from "express";
import { claimNextCase } from "../cases/claim-next-case.ts";
import type { Deps } from "../deps.ts";
import { toProblem } from "../http/error-handler.ts";
import { type SignedInUser, userOf } from "../http/routes.ts";
import { markTime } from "../monitoring/time-ledger.ts";

/**
 * Where a call that is saved leads: to the next case, or to a pause. While the database is away that is the start page
 * too: the form of the call must not be sent again, it would be that of a case that is nobody's any more.
 */
export async function afterCall(deps: Deps, req: Request): Promise<string> {
  const { then } = (req.body ?? {}) as { then?: unknown };
  if (then === "pause") return startPage;
  try {
    return await nextCaseUrl(deps, userOf(req));
  } catch (error) {
    if (toProblem(error).code === "database-unreachable") return startPage;
    throw error;
  }
}

/** It says that the call is saved. */
const startPage = "/work?saved=1";

/**
 * Claims the next case and says where it is worked; without one, the start page says why and when, by the figures of
 * the moment at which it is shown.
 * @param onlyStudy only of this study; all of the person's studies without it
 */
export async function nextCaseUrl(deps: Deps, user: SignedInUser, onlyStudy?: string): Promise<string> {
  const next = await claimNextCase(deps, { user, ...(onlyStudy ? { studyIds: [onlyStudy] } : {}) });
  const userId = user.id;
  if ("caseId" in next) {
    const { caseId, fence, studyId } = next;
    await markTime(deps, { userId, studyId, kind: "dialing", event: `${caseId}:${fence}` });
    return `/cases/${caseId}`;
  }
  await markTime(deps, { userId, kind: "no-sample" });
  return onlyStudy ? `/work?none=${encodeURIComponent(onlyStudy)}` : "/work?none=all";
}
