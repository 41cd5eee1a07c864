import type { Deps } from "../deps.ts";
import { syncQuotaCases } from "../quotas/sync-quota-cases.ts";
import { forgetCandidates } from "./candidate-pools.ts";
import { missAppointments, openWindows } from "./case-planner-store.ts";
import { fieldStudies } from "./field-study.ts";
import { completeImports } from "./import-store.ts";
import { releaseReplicates } from "./release-replicates.ts";
import { replanChangedStudies } from "./replan-cases.ts";

/**
 * The planner: plans anew after a change of a policy, turns cases ready whose window opens, demotes hard appointments that nobody dialed in time, and
 * finishes releases that a crash left. Bulk writes that can be repeated; run it every few seconds.
 * @param work `quotas: false` leaves the cases of full cells to whoever calls
 * @returns how many cases became ready
 */
export async function planDueCases(deps: Deps, { quotas = true } = {}): Promise<number> {
  const now = deps.clock.now();
  const replanned = await replanChangedStudies(deps);
  const opened = await openWindows(deps, now);
  for (const study of (await fieldStudies(deps)).values()) {
    const minutes = study.policy?.appointments.missedAfterMinutes ?? 60;
    await missAppointments(deps, study._id, new Date(now.getTime() - minutes * 60_000));
  }
  if (quotas) await syncQuotaCases(deps);
  if (opened + replanned > 0) forgetCandidates(deps);
  return opened;
}

/** Finishes what a release left undone; run it at start and now and then. */
export async function finishReleases(deps: Deps): Promise<number> {
  const studies = new Set((await completeImports(deps)).map((batch) => batch.studyId));
  let released = 0;
  for (const studyId of studies) released += await releaseReplicates(deps, studyId);
  return released;
}
