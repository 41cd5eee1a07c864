import type { Policy } from "../calling/policy.ts";
import { poolOfCase } from "../calling/pool.ts";
import { scoreOf } from "../calling/score-of.ts";
import type { Deps } from "../deps.ts";
import { bands, type CaseDoc } from "./case.ts";
import { storeMadeUpCases } from "./store-made-up-cases.ts";
import { unworkedCase } from "./unworked-case.ts";

const chunk = 2000;

/**
 * A study with many ready cases, for measuring, in a database of its own that is thrown away.
 */
export async function fillBenchCases(
  deps: Deps,
  request: {
    cases: number;
    users: string[];
    policy: Policy;
    personOf?: (n: number) => { name: string; reference: string };
  },
): Promise<void> {
  await deps.db.collection("studies").insertOne({
    _id: "bench" as never,
    key: "bench",
    client: { name: "Bench" },
    status: "open",
    telephony: "manual",
    languages: ["de"],
    outcomes: null,
    policy: request.policy,
    team: request.users.map((userId) => ({ userId, from: null, until: null, skills: [] })),
  });
  for (let start = 0; start < request.cases; start += chunk) {
    const size = Math.min(chunk, request.cases - start);
    const cases = Array.from({ length: size }, (_, offset) => benchCase(deps, start + offset));
    await storeMadeUpCases(deps, cases, start, request.personOf);
  }
}

function benchCase(deps: Deps, n: number): CaseDoc {
  const random = deps.random();
  const item = {
    language: "de",
    region: "DE-BE",
    skill: "",
    numbers: [
      {
        id: "n1",
        kind: "landline" as const,
        country: "DE",
        zones: ["Europe/Berlin"],
        state: "callable" as const,
        attempts: 0,
      },
    ],
    nextNumberId: "n1",
  };
  return {
    ...item,
    ...unworkedCase(),
    _id: deps.newId(),
    studyId: "bench",
    reference: `B-${n}`,
    batch: "bench",
    state: "ready",
    band: bands.usual,
    score: scoreOf({ random }, 0),
    pool: poolOfCase(item),
    why: { code: "fresh", params: {} },
    replicate: 1,
    random,
    sample: { region: "north", tariff: n % 5 },
  };
}
