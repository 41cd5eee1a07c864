import type { Deps } from "../deps.ts";
import { setLeasesUntil } from "./case-planner-store.ts";
import { importsAlive } from "./import-store.ts";
import { pageLeaseMs } from "./lease.ts";

/** A sign of life comes every 30 s and a lease lasts 90 s: a longer silence of ours says nothing about the others. */
const longestSilenceMs = 45_000;
/** Clocks of two servers may differ by so much. */
const differMs = 5000;

/**
 * Was nobody there to take signs of life, as far as the clock tells? The clock was set, the machine slept, the
 * database or the whole house was away, or this is its first start.
 * @param last when planner and sweeper worked last; null: never
 */
export function wasAway(last: Date | null, now: Date): boolean {
  if (!last) return true;
  const silence = now.getTime() - last.getTime();
  return silence > longestSilenceMs || silence < -differMs;
}

/**
 * Gives everybody who holds a case, and every import that runs, the longest time to show a sign of life, counted from
 * now: after such an absence leases tell nothing, and a case on a live call is never taken away. One that ends too far
 * in the future, because the clock was set back, ends in time again. Safe to repeat.
 */
export async function renewLeases(deps: Deps): Promise<void> {
  const renewed = await setLeasesUntil(deps, new Date(deps.clock.now().getTime() + pageLeaseMs));
  await importsAlive(deps);
  if (renewed > 0)
    deps.log.warn({ cases: renewed }, "leases renewed after an absence or a jump of the clock");
}
