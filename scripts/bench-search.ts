import { Command } from "commander";
import { listCases } from "../server/cases/case-desk.ts";
import { fillBenchCases } from "../server/cases/fill-bench-cases.ts";
import { findCases } from "../server/cases/find-cases.ts";
import { findInbound } from "../server/cases/find-inbound.ts";
import type { Deps } from "../server/deps.ts";
import { allHours } from "./bench-crowd.ts";
import { countOf, type Percentiles, percentiles, say, withBenchHouse } from "./bench-house.ts";

interface SearchFlags {
  cases: string;
  searches: string;
  json?: true;
}

const firstNames = ["Ada", "Ben", "Cem", "Dora", "Emil", "Fatma", "Gerd", "Hanna", "Ilse", "Jonas"];
const lastNames = [
  "Albers",
  "Brandt",
  "Celik",
  "Dorn",
  "Ehlers",
  "Falk",
  "Gross",
  "Huber",
  "Imhof",
  "Jansen",
];

/** A hundred full names, so that each is as frequent as a common one in a large sample; the client's reference is one's own. */
function personOf(n: number): { name: string; reference: string } {
  const first = firstNames[n % 10] ?? "";
  const last = lastNames[Math.floor(n / 10) % 10] ?? "";
  return { name: `${first} ${last}`, reference: `K-${n}` };
}

async function bench(deps: Deps, flags: SearchFlags) {
  const cases = countOf("cases", flags.cases);
  const searches = countOf("searches", flags.searches);
  say(`writing ${cases} cases`);
  await fillBenchCases(deps, { cases, users: [], policy: allHours(), personOf });
  const studyIds = ["bench"];
  const ways: Record<string, (n: number) => Promise<unknown[]>> = {
    reference: (n) => findCases(deps, { studyIds, text: `B-${n}` }),
    number: (n) => findCases(deps, { studyIds, text: `+4930${20_000_000 + n}` }),
    fullName: (n) => findCases(deps, { studyIds, text: personOf(n).name, names: true }),
    lastName: (n) => findCases(deps, { studyIds, text: lastNames[n % 10] ?? "", names: true }),
    clientReference: (n) => findCases(deps, { studyIds, text: `K-${n}`, names: true }),
    nobody: (n) => findCases(deps, { studyIds, text: `Zz${n}`, names: true }),
    inbound: (n) => findInbound(deps, `+4930${20_000_000 + n}`),
    list: (n) => listCases(deps, { studyId: "bench", skip: 50 * (n % 20), limit: 51 }),
  };
  const results: Record<string, Percentiles & { found: number }> = {};
  for (const [way, search] of Object.entries(ways)) {
    say(way);
    const times: number[] = [];
    let found = 0;
    for (let one = 0; one < searches; one++) {
      const n = Math.floor(deps.random() * cases);
      const begin = performance.now();
      found += (await search(n)).length;
      times.push(performance.now() - begin);
    }
    results[way] = { ...percentiles(times), found };
  }
  return { cases, searches, ways: results };
}

/** `fieldline bench search`: how long the desk waits for a case. */
export function benchSearchCommand(): Command {
  return new Command("search")
    .description("measure the search for a case by reference, number, name and the client's reference")
    .option("--cases <n>", "cases of the study", "100000")
    .option("--searches <n>", "searches of each kind", "200")
    .option("--json", "print one machine-readable result")
    .action(async (flags: SearchFlags) => withBenchHouse(flags, (deps) => bench(deps, flags)));
}
