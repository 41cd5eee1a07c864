import { setTimeout } from "node:timers/promises";
import type { Policy } from "../server/calling/policy.ts";
import { shippedPolicy } from "../server/calling/shipped-policy.ts";
import { claimNextCase } from "../server/cases/claim-next-case.ts";
import { closeAttempt } from "../server/cases/close-attempt.ts";
import type { HeldCase } from "../server/cases/held-case.ts";
import { openAttempt } from "../server/cases/open-attempt.ts";
import type { Deps } from "../server/deps.ts";
import { CommandError } from "./fail.ts";

export type BenchUser = { id: string; name: string; languages: string[]; skills: string[] };

export function benchUsers(count: number): BenchUser[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `u${n}`,
    name: `Interviewer ${n}`,
    languages: ["de"],
    skills: [],
  }));
}

/** Claims of a crowd; watches that nobody holds a case that somebody else holds. */
export class Crowd {
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

/** All hours open, so that the bench does not depend on the time of day. */
export function allHours(): Policy {
  const plain = shippedPolicy("plain");
  return { ...plain, hours: { ...plain.hours, days: shippedPolicy("demo").hours.days } };
}

/** Offers claims at a fixed rate, whatever the answers take, until the work is done; their times in milliseconds. */
export async function claimsWhile<T>(
  crowd: Crowd,
  rate: number,
  work: () => Promise<T>,
): Promise<{ result: T; times: number[] }> {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  let done = false;
  const working = work().finally(() => {
    done = true;
  });
  while (!done) {
    const user = crowd.free.shift();
    if (user)
      running.push(
        crowd.claim(user).then(({ ms, held }) => {
          times.push(ms);
          return crowd.finish(user, held);
        }),
      );
    await setTimeout(1000 / rate);
  }
  const result = await working;
  await Promise.all(running);
  return { result, times };
}
