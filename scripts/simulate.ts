import { readFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { checkPolicy } from "../server/calling/check-policy.ts";
import { compareOrders, type Estimate, type OrderResult } from "../server/calling/compare-orders.ts";
import type { Policy } from "../server/calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../server/calling/shipped-policy.ts";
import type { FieldFigures } from "../server/calling/simulate-field.ts";
import { type SimulatedOrder, simulatedOrders } from "../server/calling/simulated-queue.ts";
import { caseCounts } from "../server/cases/case-counts.ts";
import { Problem } from "../server/http/problem.ts";
import { simulateHouse } from "../server/interviews/simulate-house.ts";
import { CommandError } from "./fail.ts";
import { withSimulatedHouse } from "./with-simulated-house.ts";
import { withStudy } from "./with-study.ts";

interface SimulateFlags {
  cases?: number;
  interviewers: number;
  days: number;
  seed: number;
  seeds: number;
  policy?: string;
  compare: SimulatedOrder[];
  quota: number | null;
  quick?: true;
  json?: true;
}

/** A Monday; the simulation never looks at today. Local midnight in Berlin. */
const start = new Date("2026-09-06T22:00:00Z");

function whole(least: number, most: number) {
  return (text: string) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`);
    return value;
  };
}

function orders(text: string): SimulatedOrder[] {
  return text.split(",").map((name) => {
    const order = simulatedOrders.find((known) => known === name.trim());
    if (!order)
      throw new InvalidArgumentError(`"${name}" is unknown; there are ${simulatedOrders.join(", ")}`);
    return order;
  });
}

async function readPolicy(name: string): Promise<Policy> {
  if (shippedPolicyNames().includes(name)) return shippedPolicy(name);
  try {
    return checkPolicy(JSON.parse(await readFile(name, "utf8")), start);
  } catch (error) {
    const faults =
      error instanceof Problem ? error.errors.map((fault) => `${fault.pointer} ${fault.detail}`) : [];
    const reason = faults.length > 0 ? faults.join("; ") : (error as Error).message;
    throw new CommandError(`--policy ${name}: ${reason}; presets: ${shippedPolicyNames().join(", ")}`);
  }
}

/** Policy and number of cases: of a study, or as the flags say. */
async function setting(key: string | undefined, flags: SimulateFlags) {
  const ofStudy = key
    ? await withStudy(key, async (deps, study) => ({
        policy: study.policy as unknown as Policy,
        cases: (await caseCounts(deps, study._id)).total,
      }))
    : null;
  const policy = flags.policy ? await readPolicy(flags.policy) : (ofStudy?.policy ?? shippedPolicy("plain"));
  const cases = flags.cases ?? ofStudy?.cases ?? 5000;
  if (cases === 0) throw new CommandError(`study "${key}" has no cases; give --cases N`);
  return { policy, cases };
}

const figure = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits));
const withError = ({ mean, se }: Estimate) => `${mean.toFixed(2)} ±${se.toFixed(2)}`;

function table(results: OrderResult[]): string {
  const rows = results.map((result) => [
    result.name,
    withError(result.completesPerHour),
    withError(result.completesPerPaidHour),
    result.completes.mean.toFixed(0),
    figure(result.contactsPerDial, 3),
    figure(result.attemptsPerComplete, 1),
    figure(result.appointmentsOnTime === null ? null : result.appointmentsOnTime * 100, 1),
    String(result.violations),
    String(result.doubleAllocations),
  ]);
  const head = [
    "order",
    "completes/productive h",
    "completes/paid h",
    "completes",
    "contacts/dial",
    "dials/complete",
    "appointments on time %",
    "violations",
    "doubles",
  ];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

async function simulate(key: string | undefined, flags: SimulateFlags): Promise<void> {
  const say = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  const setup = {
    ...(await setting(key, flags)),
    ...{ interviewers: flags.interviewers, days: flags.days, start },
  };
  const compare = (runRules?: (seed: number) => Promise<FieldFigures>) =>
    compareOrders({
      ...setup,
      ...{ orders: flags.compare, seed: flags.seed, seeds: flags.seeds },
      progress: (order, seed) => say(`${order}, seed ${seed}`),
      ...(runRules ? { runRules } : {}),
    });
  if (flags.quick && flags.quota !== null)
    throw new CommandError("--quick knows no quota; leave one of them out");
  const results =
    flags.quick || !flags.compare.includes("rules")
      ? await compare()
      : await withSimulatedHouse(say, (open) =>
          compare(async (seed) => {
            const { deps, close } = await open();
            try {
              return await simulateHouse({ ...setup, deps, seed, quota: flags.quota });
            } finally {
              await close();
            }
          }),
        );
  process.stdout.write(flags.json ? `${JSON.stringify({ policies: results })}\n` : `${table(results)}\n`);
}

export function simulateCommand(): Command {
  return new Command("simulate")
    .description("run a field with invented people under the real calling rules, on a simulated clock")
    .argument("[study]", "take policy and number of cases from this study")
    .option("--cases <n>", "number of cases (default 5000)", whole(1, 1_000_000))
    .option("--interviewers <n>", "interviewers", whole(1, 1000), 15)
    .option("--days <n>", "days in the field", whole(1, 365), 14)
    .option("--seed <n>", "first seed", whole(0, 2 ** 31), 1)
    .option("--seeds <n>", "how many seeds to run", whole(1, 100), 1)
    .option("--policy <name or file>", `calling policy: ${shippedPolicyNames().join(", ")} or a JSON file`)
    .option("--compare <orders>", `orders to compare: ${simulatedOrders.join(",")}`, orders, ["rules"])
    .option("--quota <n>", "completes wanted in each of six regions (rules only)", whole(0, 1_000_000), null)
    .option("--quick", "run the rules in memory, without the house and its database")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nRules run as a house works: a MongoDB in a temporary folder, and the functions behind the screens for claim, dial,\n" +
        "contact form, interview with its quota, outcome and plan. The other orders exist for comparison only, and in memory.\n" +
        "5,000 cases in 14 days take more than nine minutes a seed; with --quick seconds.\n" +
        "\nExample: fieldline simulate --seeds 3 --compare fifo,rules",
    )
    .action(simulate);
}
