import { callsSince } from "../cases/attempts.ts";
import type { Deps } from "../deps.ts";
import { translator } from "../views/translate.ts";
import { setStudyStatus } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";
import { findSoftLaunches } from "./study-store.ts";

/** What a soft launch may do before it stops by itself; null is no limit. */
export interface SoftLimit {
  completes: number | null;
  dials: number | null;
}

export interface Calls {
  completes: number;
  dials: number;
}

/** Which limit of a soft launch is reached; null while it may go on. Pure. */
export function reachedSoftLimit(limit: SoftLimit, calls: Calls): keyof SoftLimit | null {
  for (const what of ["completes", "dials"] as const) {
    const most = limit[what];
    if (most !== null && calls[what] >= most) return what;
  }
  return null;
}

/**
 * Pauses every soft launch that has its completes or dials, counted since it began. Calls that are under way end as
 * they would. Leader work: safe to run twice at once, the status moves once.
 * @returns how many were stopped
 */
export async function stopSoftLaunches(deps: Deps): Promise<number> {
  const launches = await findSoftLaunches(deps.db);
  const stopped = await Promise.all(launches.map((study) => stopOne(deps, study)));
  return stopped.filter(Boolean).length;
}

async function stopOne(deps: Deps, study: StudyDoc): Promise<boolean> {
  if (!study.softLimit) return false;
  const reached = reachedSoftLimit(study.softLimit, await callsSince(deps, study._id, study.statusSince));
  if (!reached) return false;
  const t = translator(study.languages[0] ?? "en");
  const reason = t(`studies.softReached.${reached}`, { count: study.softLimit[reached] ?? 0 });
  await setStudyStatus(deps, { studyId: study._id, to: "paused", by: "planner", reason });
  return true;
}
