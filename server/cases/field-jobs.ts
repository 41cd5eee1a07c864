import { randomUUID } from "node:crypto";
import type { Deps } from "../deps.ts";
import { syncQuotaCases } from "../quotas/sync-quota-cases.ts";
import { runAside } from "../run-aside.ts";
import { type ClockJump, watchClock } from "../watch-clock.ts";
import { fieldRounds } from "./field-rounds.ts";

const everyMs = 2000;

/**
 * Planner and sweeper of this process. A failure is logged and tried again; a round that takes long (a database that
 * hangs) keeps the next ones back.
 * @returns a function that stops them and waits for what is under way
 */
export function startFieldJobs(deps: Deps): () => Promise<void> {
  const steady = () => performance.now();
  // A full cell of 200,000 cases takes a minute or so; appointments come due and leases run out meanwhile.
  const quotas = runAside(
    () => syncQuotaCases(deps),
    (err) => deps.log.error({ err }, "quota cells and cases are not in step"),
  );
  const round = fieldRounds(deps, randomUUID(), steady, quotas);
  const jumped = watchClock(deps.clock, steady);
  let jumps: ClockJump[] = [];
  let running: Promise<void> | null = null;
  const begin = async (seen: ClockJump[]) => {
    try {
      await round(seen);
    } catch (error) {
      deps.log.error({ err: error }, "planner or sweeper failed");
      jumps = [...seen, ...jumps];
    }
    running = null;
  };
  const timer = setInterval(() => {
    const jump = jumped();
    if (jump) {
      deps.log.warn(jump, "the clock jumped");
      jumps.push(jump);
    }
    if (running !== null) return;
    const seen = jumps;
    jumps = [];
    running = begin(seen);
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    await quotas.idle();
  };
}
