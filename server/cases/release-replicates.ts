import type { Deps } from "../deps.ts";
import { unmarkCells } from "../quotas/quotas.ts";
import { caseModel } from "./case-model.ts";
import { pushStep, stepTo } from "./case-step.ts";
import { completeImports, setReleased } from "./import-store.ts";

/**
 * Makes the held cases of released replicates ready. Each import has replicates of its own: `more` first releases those
 * of one import, up to a number, and touches no other. Safe to repeat: what a crash left is released by the next call,
 * which the planner makes for every import.
 * @returns how many cases became ready
 */
export async function releaseReplicates(
  deps: Deps,
  studyId: string,
  more?: { batch: string; upTo: number },
): Promise<number> {
  const imports = await completeImports(deps, studyId);
  let released = 0;
  for (const batch of more ? imports.filter(({ _id }) => _id === more.batch) : imports) {
    const to = Math.max(batch.releasedTo, Math.min(more?.upTo ?? 0, batch.replicates));
    if (to > batch.releasedTo) await setReleased(deps, batch._id, to);
    if (to === 0) continue;
    const done = await caseModel(deps.db).collection.updateMany(
      { batch: batch._id, state: "held", replicate: { $lte: to } },
      {
        $set: { state: "ready", why: { code: "fresh", params: {} } },
        $push: pushStep(stepTo(deps.clock.now(), { state: "ready", why: { code: "released", params: {} } })),
        $inc: { planRevision: 1 },
      } as never,
    );
    released += done.modifiedCount;
  }
  // New cases may belong to a full quota cell.
  if (released > 0) await unmarkCells(deps, studyId);
  return released;
}
