import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../server/config.ts";
import type { Deps } from "../server/deps.ts";
import { openHouse } from "../server/main.ts";
import { CommandError } from "./fail.ts";

/** Milliseconds. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Progress, on a terminal only. */
export const say = (line: string) => {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
};

export function percentiles(times: number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** A whole number of an option. @throws CommandError */
export function countOf(option: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text))
    throw new CommandError(`--${option} "${text}" is no number of things; 1 to 99999999`);
  return Number(text);
}

export function secondsSince(begin: number): number {
  return Math.round((performance.now() - begin) / 100) / 10;
}

/** Opens a house on a temporary database, prints what was measured in it, and throws the database away. */
export async function withBenchHouse(
  flags: { json?: true },
  measure: (deps: Deps) => Promise<object>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fieldline-bench-"));
  const config = loadConfig(process.env, { logLevel: "silent", mongodbUri: null, dataFolder: folder });
  try {
    const house = await openHouse(config, say);
    try {
      const result = await measure(house.deps);
      process.stdout.write(`${JSON.stringify(result, null, flags.json ? 0 : 2)}\n`);
    } finally {
      await house.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
