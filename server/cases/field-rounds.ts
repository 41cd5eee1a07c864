import { holdLeaderLease, ledUntil } from "../db/leader-lease.ts";
import type { Deps } from "../deps.ts";
import { sweepInterviews } from "../interviews/finish-completion.ts";
import { sweepReviews } from "../interviews/settle-review.ts";
import { sweepQuotaPlaces } from "../interviews/sweep-quota-places.ts";
import { cutTimeAtJump } from "../monitoring/cut-time-at-jump.ts";
import type { Aside } from "../run-aside.ts";
import { stopSoftLaunches } from "../studies/stop-soft-launches.ts";
import type { ClockJump } from "../watch-clock.ts";
import { sweepImports } from "./import-store.ts";
import { finishReleases, planDueCases } from "./plan-due-cases.ts";
import { renewLeases, wasAway } from "./renew-leases.ts";
import { sweepLeases } from "./sweep-leases.ts";

const sweepEveryMs = 10_000;
const leaderMs = 15_000;

/** When the leader last worked, by the clock of then. */
async function lastRound(deps: Deps): Promise<Date | null> {
  const until = await ledUntil(deps, "field");
  return until && new Date(until.getTime() - leaderMs);
}

/**
 * One round of planner and sweeper, which works while this process leads. Leases are renewed before the leadership is
 * noted: a process that dies between the two leaves both to the next one.
 * @param me names this process
 * @param steady counts milliseconds whatever happens to the clock
 * @param quotas keeps the cases of quota cells in step, beside the rounds; without it they do it themselves
 */
export function fieldRounds(
  deps: Deps,
  me: string,
  steady: () => number,
  quotas?: Aside,
): (jumps?: readonly ClockJump[]) => Promise<void> {
  let sweptAt: number | null = null;
  return async (jumps = []) => {
    if (wasAway(await lastRound(deps), deps.clock.now())) await renewLeases(deps);
    if (!(await holdLeaderLease(deps, "field", me, leaderMs))) return;
    for (const jump of jumps) await cutTimeAtJump(deps, jump);
    await planDueCases(deps, { quotas: quotas === undefined });
    quotas?.start();
    await stopSoftLaunches(deps);
    if (sweptAt !== null && steady() - sweptAt < sweepEveryMs) return;
    if (sweptAt === null) await finishReleases(deps);
    sweptAt = steady();
    await sweepLeases(deps);
    await sweepInterviews(deps);
    await sweepReviews(deps);
    await sweepQuotaPlaces(deps);
    await sweepImports(deps);
  };
}
