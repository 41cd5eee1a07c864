import type { Plan } from "../calling/reschedule.ts";
import type { CaseDoc } from "./case.ts";
import { callable } from "./quota-cases-store.ts";

/** The members of a case in which a plan and its being blocked by a full quota cell meet. */
export type BlockedPlan = Plan & Pick<CaseDoc, "blocked">;

/** Would a case with this plan be called, so that a full cell blocks it? */
export function isCallable({ state }: Pick<Plan, "state">): boolean {
  return callable.includes(state);
}

/** How a plan waits behind a full cell, to come back when the cell opens. Windows and appointment stay as they are. */
export function blockPlan(
  plan: Pick<Plan, "state" | "why">,
  cell: string,
  at: Date,
): Pick<CaseDoc, "state" | "why" | "blocked"> {
  return {
    state: "blocked",
    why: { code: "quota-full", params: { cell } },
    blocked: { from: plan.state, why: plan.why, at },
  };
}

/** A new plan for a case that is blocked: behind what blocks it, unless the plan ends the case. */
export function planBlocked<P extends Pick<Plan, "state" | "why">>(
  item: Pick<CaseDoc, "state" | "why" | "blocked">,
  plan: P,
): P & Pick<CaseDoc, "blocked"> {
  if (plan.state === "final" || item.state !== "blocked") return { ...plan, blocked: null };
  const blocked = item.blocked && { ...item.blocked, from: plan.state, why: plan.why };
  return { ...plan, state: "blocked", why: item.why, blocked };
}
