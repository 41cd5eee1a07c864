import type { Deps } from "../deps.ts";
import { writeAudit } from "../monitoring/audit.ts";
import type { StudyDoc } from "./study-model.ts";
import { moveRelease } from "./study-store.ts";

/**
 * Lets the study's clients see its results, or stops that; noted once, however often it is asked for.
 * @returns whether anything changed
 */
export async function releaseResults(
  deps: Deps,
  request: { study: Pick<StudyDoc, "_id">; release: boolean; by: string; completes: number },
): Promise<boolean> {
  const { study, release, by, completes } = request;
  if (!(await moveRelease(deps.db, study._id, release))) return false;
  await writeAudit(deps, {
    by,
    act: release ? "study.release" : "study.withhold",
    on: study._id,
    studyId: study._id,
    what: { completes },
  });
  return true;
}
