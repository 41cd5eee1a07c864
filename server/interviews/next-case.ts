import { claimNextCase } from "../cases/claim-next-case.ts";
import type { Deps } from "../deps.ts";
import type { SignedInUser } from "../http/routes.ts";
import { markTime } from "../monitoring/time-ledger.ts";

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
