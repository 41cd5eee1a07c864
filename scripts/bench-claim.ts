import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { fillBenchCases } from "../server/cases/fill-bench-cases.ts";
import type { Deps } from "../server/deps.ts";
import { allHours, type BenchUser, benchUsers, Crowd } from "./bench-crowd.ts";
import { type Percentiles, percentiles, say, withBenchHouse } from "./bench-house.ts";

interface BenchFlags {
  cases: string;
  interviewers: string;
  rates: string;
  seconds: string;
  json?: true;
}

type Steady = Percentiles & { offeredPerSecond: number; claims: number };

async function burst(crowd: Crowd): Promise<Percentiles> {
  const users = crowd.free.splice(0);
  const got = await Promise.all(users.map((user) => crowd.claim(user)));
  for (const [index, { held }] of got.entries()) await crowd.finish(users[index] as BenchUser, held);
  return percentiles(got.map(({ ms }) => ms));
}

/** Offers claims at a fixed rate, whatever the answers take, and measures them. */
async function steady(crowd: Crowd, rate: number, seconds: number): Promise<Steady> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const begin = performance.now();
  for (let n = 0; n < rate * seconds; n++) {
    const wait = begin + (n * 1000) / rate - performance.now();
    if (wait > 0) await setTimeout(wait);
    const user = crowd.free.shift();
    if (!user) continue;
    running.push(
      crowd.claim(user).then(({ ms, held }) => {
        times.push(ms);
        return crowd.finish(user, held);
      }),
    );
  }
  await Promise.all(running);
  return { offeredPerSecond: rate, claims: times.length, ...percentiles(times) };
}

async function bench(deps: Deps, flags: BenchFlags) {
  const cases = Number(flags.cases);
  const users = benchUsers(Number(flags.interviewers));
  say(`writing ${cases} cases`);
  const filled = performance.now();
  await fillBenchCases(deps, { cases, users: users.map((user) => user.id), policy: allHours() });
  const fillSeconds = Math.round((performance.now() - filled) / 1000);
  const crowd = new Crowd(deps, users);
  for (const user of crowd.free.splice(0, 5)) await crowd.finish(user, (await crowd.claim(user)).held);
  say(`${users.length} claims at once`);
  const atOnce = await burst(crowd);
  const runs: Steady[] = [];
  for (const rate of flags.rates.split(",").map(Number)) {
    say(`${rate} claims a second`);
    runs.push(await steady(crowd, rate, Number(flags.seconds)));
  }
  const last = runs.at(-1);
  return {
    cases,
    interviewers: users.length,
    fillSeconds,
    burst: atOnce,
    steady: last,
    steadyRuns: runs,
    doubleAllocations: crowd.doubles,
  };
}

async function benchClaim(flags: BenchFlags): Promise<void> {
  await withBenchHouse(flags, (deps) => bench(deps, flags));
}

/** `fieldline bench claim`: figures, no verdict; on a temporary database. */
export function benchClaimCommand(): Command {
  return new Command("claim")
    .description("measure how long interviewers wait for their next case")
    .option("--cases <n>", "cases of the study", "1000000")
    .option("--interviewers <n>", "interviewers", "200")
    .option("--rates <list>", "claims a second to offer, one run each", "10,50")
    .option("--seconds <n>", "length of a run", "20")
    .option("--json", "print one machine-readable result")
    .action(benchClaim);
}
