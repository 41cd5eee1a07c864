import type { Plan } from "../calling/reschedule.ts";
import type { Deps } from "../deps.ts";
import { fullCellOf } from "../quotas/full-cell.ts";
import { type BlockedPlan, blockPlan, isCallable, planBlocked } from "./block-plan.ts";
import type { CaseDoc, CaseState } from "./case.ts";
import { stepTo } from "./case-step.ts";
import { updateCase } from "./case-store.ts";

/** Nobody calls back into a full quota cell: the plan waits behind it from the first moment. */
export async function withQuota(deps: Deps, item: CaseDoc, plan: Plan): Promise<BlockedPlan> {
  if (item.state === "blocked" || !isCallable(plan)) return planBlocked(item, plan);
  const cell = await fullCellOf(deps, item.studyId, item.sample);
  return cell === null ? { ...plan, blocked: null } : { ...plan, ...blockPlan(plan, cell, deps.clock.now()) };
}

/** Where a case goes that was not called: back to where it was, or behind a quota cell that has filled meanwhile. */
export async function backTo(
  deps: Deps,
  item: CaseDoc,
  state: CaseState,
): Promise<Pick<CaseDoc, "state" | "why" | "blocked">> {
  const was = { state, why: item.why };
  const cell = isCallable(was) ? await fullCellOf(deps, item.studyId, item.sample) : null;
  return cell === null ? { ...was, blocked: item.blocked } : blockPlan(was, cell, deps.clock.now());
}

/** The target rose between the look at the cell and the write, and the planner freed the others before it. */
export async function freedMeanwhile(deps: Deps, item: CaseDoc): Promise<CaseDoc> {
  if (item.state !== "blocked" || !item.blocked) return item;
  if ((await fullCellOf(deps, item.studyId, item.sample)) !== null) return item;
  const { from, why } = item.blocked;
  const freed = { state: from, why, blocked: null };
  const step = stepTo(deps.clock.now(), { state: from, why: { code: "quota-freed", params: {} } });
  return (await updateCase(deps, item._id, { planRevision: item.planRevision }, freed, step)) ?? item;
}
