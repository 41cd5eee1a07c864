import type { Clock } from "./deps.ts";

/** A clock that stands still until it is moved: for the demo and the simulation. */
export interface SimulatedClock extends Clock {
  set(at: Date): void;
  /** Moves on by so many seconds. */
  pass(seconds: number): void;
}

export function simulatedClock(start: Date): SimulatedClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set(to) {
      at = to.getTime();
    },
    pass(seconds) {
      at += Math.round(seconds * 1000);
    },
  };
}
