import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import type { Policy } from "../server/calling/policy.ts";
import { shippedPolicy } from "../server/calling/shipped-policy.ts";
import { claimNextCase } from "../server/cases/claim-next-case.ts";
import { closeAttempt } from "../server/cases/close-attempt.ts";
import { fillBenchCases } from "../server/cases/fill-bench-cases.ts";
import type { HeldCase } from "../server/cases/held-case.ts";
import { openAttempt } from "../server/cases/open-attempt.ts";
import { loadConfig } from "../server/config.ts";
import type { Deps } from "../server/deps.ts";
import { openHouse } from "../server/main.ts";
import { CommandError } from "./fail.ts";

interface BenchFlags {
  cases: string;
  interviewers: string;
  rates: string;
  seconds: string;
  json?: true;
}

interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

type Steady = Percentiles & { offeredPerSecond: number; claims: number };

const say = (line: string) => {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
};

function percentiles(times: number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

type BenchUser = { id: string; name: string; languages: string[]; skills: string[] };

/** Claims of a crowd; watches that nobody holds a case that somebody else holds. */
class Crowd {
  readonly free: BenchUser[];
  doubles = 0;
  private readonly held = new Set<string>();
  private readonly deps: Deps;

  constructor(deps: Deps, users: BenchUser[]) {
    this.deps = deps;
    this.free = [...users];
  }

  /** One timed claim. */
  async claim(user: BenchUser): Promise<{ ms: number; held: HeldCase }> {
    const begin = performance.now();
    const held = await claimNextCase(this.deps, { user });
    const ms = performance.now() - begin;
    if ("none" in held) throw new CommandError(`no case left (${held.none}); give more --cases`);
    if (this.held.has(held.caseId)) this.doubles++;
    this.held.add(held.caseId);
    return { ms, held };
  }

  /** The rest of the cycle: dial, no answer, planned anew. */
  async finish(user: BenchUser, held: HeldCase): Promise<void> {
    const { caseId, fence } = held;
    const numberId = held.numbers[0]?.id ?? "";
    const attempt = await openAttempt(this.deps, { caseId, fence, numberId, user });
    this.held.delete(caseId);
    await closeAttempt(this.deps, { caseId, attemptNo: attempt.no, fence, outcome: "no-answer" });
    this.free.push(user);
  }
}

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

/** All hours open, so that the bench does not depend on the time of day. */
function allHours(): Policy {
  const plain = shippedPolicy("plain");
  return { ...plain, hours: { ...plain.hours, days: shippedPolicy("demo").hours.days } };
}

async function bench(deps: Deps, flags: BenchFlags) {
  const cases = Number(flags.cases);
  const users = Array.from({ length: Number(flags.interviewers) }, (_, n) => ({
    id: `u${n}`,
    name: `Interviewer ${n}`,
    languages: ["de"],
    skills: [],
  }));
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
  const folder = await mkdtemp(join(tmpdir(), "fieldline-bench-"));
  const config = loadConfig(process.env, { logLevel: "silent", mongodbUri: null, dataFolder: folder });
  try {
    const house = await openHouse(config, say);
    try {
      const result = await bench(house.deps, flags);
      process.stdout.write(`${JSON.stringify(result, null, flags.json ? 0 : 2)}\n`);
    } finally {
      await house.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
