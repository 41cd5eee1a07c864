import { randomUUID } from "node:crypto";
import { holdLeaderLease } from "../db/leader-lease.ts";
import type { Deps } from "../deps.ts";
import { sweepInterviews } from "../interviews/finish-completion.ts";
import { sweepQuotaPlaces } from "../interviews/sweep-quota-places.ts";
import { stopSoftLaunches } from "../studies/stop-soft-launches.ts";
import { sweepImports } from "./import-store.ts";
import { finishReleases, planDueCases } from "./plan-due-cases.ts";
import { sweepLeases } from "./sweep-leases.ts";

const planEveryMs = 2000;
const sweepEveryMs = 10_000;
const leaderMs = 15_000;

/**
 * Planner and sweeper of this process; they work while it leads. A failure is logged and tried again.
 * @returns a function that stops them and waits for what is under way
 */
export function startFieldJobs(deps: Deps): () => Promise<void> {
  const me = randomUUID();
  let sweptAt = 0;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const round = async () => {
    if (!(await holdLeaderLease(deps, "field", me, leaderMs))) return;
    await planDueCases(deps);
    await stopSoftLaunches(deps);
    if (Date.now() - sweptAt < sweepEveryMs) return;
    if (sweptAt === 0) await finishReleases(deps);
    sweptAt = Date.now();
    await sweepLeases(deps);
    await sweepInterviews(deps);
    await sweepQuotaPlaces(deps);
    await sweepImports(deps);
  };
  const timer = setInterval(() => {
    running = running
      .then(() => (stopped ? undefined : round()))
      .catch((error: unknown) => deps.log.error({ err: error }, "planner or sweeper failed"));
  }, planEveryMs);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    await running;
  };
}
