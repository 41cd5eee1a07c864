import type { Clock } from "./deps.ts";

/** The clock said `to` where `from` was to be expected. */
export interface ClockJump {
  from: Date;
  to: Date;
}

/** Smaller steps are the business of NTP and change no figure. */
const leastMs = 60_000;

/**
 * Tells jumps of the clock: it was set, or the machine slept. Compares it with a time that only counts on
 * (`performance.now()`; on Linux and macOS that one stands still while the machine sleeps). Ask every few seconds.
 */
export function watchClock(clock: Clock, steady: () => number): () => ClockJump | null {
  let wall = clock.now().getTime();
  let counted = steady();
  return () => {
    const now = clock.now().getTime();
    const count = steady();
    const expected = wall + count - counted;
    wall = now;
    counted = count;
    return Math.abs(now - expected) < leastMs ? null : { from: new Date(expected), to: new Date(now) };
  };
}
