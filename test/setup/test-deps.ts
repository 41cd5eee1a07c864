import { createVault, parseContactKeys } from "../../server/compliance/vault.ts";
import { type Config, loadConfig } from "../../server/config.ts";
import type { Database } from "../../server/db/database.ts";
import type { Deps } from "../../server/deps.ts";
import { createLogger } from "../../server/http/logger.ts";
import { seededDeps } from "../../server/seeded-deps.ts";

/** A clock that stands still until a test moves it. */
export interface TestClock {
  now(): Date;
  set(instant: string): void;
  /** Milliseconds. */
  advance(ms: number): void;
}

export type TestDeps = Deps & { clock: TestClock };

export const testVault = createVault({
  contactKeys: parseContactKeys(`k1:${"ab".repeat(32)}`),
  searchSecret: { id: "s1", secret: "search-secret-of-the-tests" },
  blocklistSecret: { id: "b1", secret: "blocklist-secret-of-the-tests" },
});

/** Deps with a still clock, seeded ids and seeded random numbers. Default: a Thursday evening in November 2026, 18:00 in Berlin. */
export function testDeps(
  db: Database,
  options: { now?: string; seed?: number; config?: Partial<Config> } = {},
): TestDeps {
  let now = new Date(options.now ?? "2026-11-19T17:00:00Z").getTime();
  const clock: TestClock = {
    now: () => new Date(now),
    set: (instant) => {
      now = new Date(instant).getTime();
    },
    advance: (ms) => {
      now += ms;
    },
  };
  const config = loadConfig({}, { logLevel: "silent", port: 0, ...options.config });
  const deps = seededDeps(
    { config, db, vault: testVault, log: createLogger("silent"), clock },
    options.seed ?? 1,
  );
  return { ...deps, clock };
}
