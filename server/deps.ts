import { randomInt } from "node:crypto";
import type { Vault } from "./compliance/vault.ts";
import type { Config } from "./config.ts";
import type { Database } from "./db/database.ts";
import { newTimeOrderedId } from "./db/time-ordered-id.ts";
import type { Logger } from "./http/logger.ts";

/** The time. Guards and rules ask this clock, never the database's. */
export interface Clock {
  now(): Date;
}

/** What every feature gets. Tests, the demo and the simulation bring their own clock, ids and random. */
export interface Deps {
  clock: Clock;
  /** A fresh id; ids sort by the time of their making. */
  newId(): string;
  /** Uniform in [0, 1). */
  random(): number;
  config: Config;
  db: Database;
  vault: Vault;
  log: Logger;
}

export const systemClock: Clock = { now: () => new Date() };

/** Deps of a real server. */
export function realDeps(parts: Pick<Deps, "config" | "db" | "vault" | "log">): Deps {
  return {
    clock: systemClock,
    newId: newTimeOrderedId,
    random: () => randomInt(2 ** 32) / 2 ** 32,
    ...parts,
  };
}
