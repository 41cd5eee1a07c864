import { claimNextCase } from "../cases/claim-next-case.ts";
import type { Deps } from "../deps.ts";
import type { SignedInUser } from "../http/routes.ts";

/**
 * Claims the next case and says where it is worked; without one, the start page says why and when.
 * @param studyId only of this study; all of the person's studies without it
 */
export async function nextCaseUrl(deps: Deps, user: SignedInUser, studyId?: string): Promise<string> {
  const next = await claimNextCase(deps, { user, ...(studyId ? { studyIds: [studyId] } : {}) });
  if ("caseId" in next) return `/cases/${next.caseId}`;
  return next.nextAt ? `/work?none=${encodeURIComponent(next.nextAt.toISOString())}` : "/work?none=1";
}
