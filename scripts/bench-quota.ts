import { setTimeout } from "node:timers/promises";
import { Command } from "commander";
import { fillBenchCases } from "../server/cases/fill-bench-cases.ts";
import type { Deps } from "../server/deps.ts";
import { cellId } from "../server/quotas/quota-cell.ts";
import { setTarget } from "../server/quotas/quota-cell-store.ts";
import { syncQuotaCases } from "../server/quotas/sync-quota-cases.ts";
import { allHours, benchUsers, Crowd, claimsWhile } from "./bench-crowd.ts";
import { countOf, percentiles, say, secondsSince, withBenchHouse } from "./bench-house.ts";

interface QuotaFlags {
  cases: string;
  rate: string;
  json?: true;
}

const interviewers = 100;
/** Undisturbed claims before, to compare with. */
const quietSeconds = 5;

/** Every fifth case is in this cell. */
const values = { "sample.tariff": "0" };

/** One round of the planner while interviewers go on claiming. */
async function turn(deps: Deps, crowd: Crowd, rate: number) {
  const begin = performance.now();
  let seconds = 0;
  const { result, times } = await claimsWhile(crowd, rate, async () => {
    const changed = await syncQuotaCases(deps);
    seconds = secondsSince(begin);
    return changed;
  });
  return { writes: result, seconds, claims: times.length, ...percentiles(times) };
}

async function bench(deps: Deps, flags: QuotaFlags) {
  const cases = countOf("cases", flags.cases);
  const rate = countOf("rate", flags.rate);
  const users = benchUsers(interviewers);
  say(`writing ${cases} cases`);
  await fillBenchCases(deps, { cases, users: users.map(({ id }) => id), policy: allHours() });
  const crowd = new Crowd(deps, users);
  const cell = { _id: cellId("bench", "q", values), studyId: "bench", node: "q", values };
  say("claims alone");
  const quiet = await claimsWhile(crowd, rate, () => setTimeout(quietSeconds * 1000));
  say("blocking a fifth of the cases");
  await setTarget(deps, { ...cell, target: 0 });
  const block = await turn(deps, crowd, rate);
  const blocked = await deps.db.collection("cases").countDocuments({ state: "blocked" });
  say("putting them back");
  await setTarget(deps, { ...cell, target: 1_000_000 });
  const unblock = await turn(deps, crowd, rate);
  return {
    ...{ cases, claimsPerSecond: rate, blocked },
    quiet: { claims: quiet.times.length, ...percentiles(quiet.times) },
    ...{ block, unblock, doubleAllocations: crowd.doubles },
  };
}

/** `fieldline bench quota`: how long a full cell takes to leave the field, and what claims feel of it. */
export function benchQuotaCommand(): Command {
  return new Command("quota")
    .description(
      "measure how long a fifth of the cases takes to be blocked and put back, and claims meanwhile",
    )
    .option("--cases <n>", "cases of the study", "100000")
    .option("--rate <n>", "claims a second to offer meanwhile", "10")
    .option("--json", "print one machine-readable result")
    .action(async (flags: QuotaFlags) => withBenchHouse(flags, (deps) => bench(deps, flags)));
}
