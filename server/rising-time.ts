import type { Clock } from "./deps.ts";

/**
 * Milliseconds that never fall, for lifetimes in memory: when the clock is set back, they go on from where they were,
 * so that nothing is kept for hours because it looks as if it came from the future.
 */
export function risingTime(clock: Clock): () => number {
  let last = clock.now().getTime();
  let behind = 0;
  return () => {
    const now = clock.now().getTime();
    if (now + behind < last) behind = last - now;
    last = now + behind;
    return last;
  };
}
