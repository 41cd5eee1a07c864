import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Command, InvalidArgumentError } from "commander";
import { checkPolicy } from "../server/calling/check-policy.ts";
import { compareOrders, type Estimate, type OrderResult } from "../server/calling/compare-orders.ts";
import { isPolicy, type Policy } from "../server/calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../server/calling/shipped-policy.ts";
import type { FieldFigures } from "../server/calling/simulate-field.ts";
import { type SimulatedOrder, simulatedOrders } from "../server/calling/simulated-queue.ts";
import { Problem } from "../server/http/problem.ts";
import { madeUpStudy, studyToSimulate } from "../server/interviews/simulated-study.ts";
import { packageRoot } from "../server/paths.ts";
import { CommandError } from "./fail.ts";
import { faultsInOneLine } from "./json-file.ts";
import type { SimulatedShare } from "./simulate-worker.ts";
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
  target?: number;
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
    const faults = error instanceof Problem ? error.errors : [];
    const reason = faults.length > 0 ? faultsInOneLine(faults) : (error as Error).message;
    throw new CommandError(`--policy ${name}: ${reason}; presets: ${shippedPolicyNames().join(", ")}`);
  }
}

/** What is simulated: a study of this house, or one that is made up; the flags change what they name. */
async function setting(key: string | undefined, flags: SimulateFlags) {
  const made = { perRegion: flags.quota, target: flags.target ?? null };
  const { study, policy } = key
    ? await ofHouse(key, flags)
    : { study: madeUpStudy(made), policy: shippedPolicy("plain") };
  const cases = flags.cases ?? study.cases?.length ?? 5000;
  return {
    policy: flags.policy ? await readPolicy(flags.policy) : policy,
    cases,
    study: { ...study, target: flags.target ?? study.target },
  };
}

function ofHouse(key: string, flags: SimulateFlags) {
  if (flags.quota !== null)
    throw new CommandError("--quota is for the study that is made up; a study has quotas of its own");
  return withStudy(key, async (deps, found) => {
    const version = found.versions.at(-1)?.hash;
    if (!version) throw new CommandError(`study "${key}" has no published questionnaire`);
    const study = await studyToSimulate(deps, found, { version, most: flags.cases ?? mostCases });
    if (study.cases?.length === 0) throw new CommandError(`study "${key}" has no cases`);
    if (!isPolicy(found.policy))
      throw new CommandError(`study "${key}" has no calling policy; give --policy`);
    return { study, policy: found.policy };
  });
}

/** More of a sample than this is not read unless it is asked for: a field of two weeks touches less. */
const mostCases = 20_000;

/** The built one: a thread started from the source would not know TypeScript. */
const workerFile = join(packageRoot, "dist", "scripts", "simulate-worker.js");

function runInThread(share: SimulatedShare): Promise<FieldFigures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: share });
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a simulated field ended with ${code}`)));
  });
}

const figure = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits));
const share = (value: number | null) => figure(value === null ? null : value * 100, 1);
const withError = ({ mean, se }: Estimate) =>
  se === null ? figure(mean, 2) : `${figure(mean, 2)} ±${figure(se, 2)}`;

/** The lines of the table: what they show, and how. */
const lines: [string, (result: OrderResult) => string][] = [
  ["completes per productive hour", (result) => withError(result.completesPerHour)],
  ["completes per paid hour", (result) => withError(result.completesPerPaidHour)],
  ["completes", (result) => figure(result.completes.mean, 0)],
  ["contacts per dial", (result) => figure(result.contactsPerDial, 3)],
  ["dials per complete", (result) => figure(result.attemptsPerComplete, 1)],
  ["hard appointments on time, %", (result) => share(result.appointmentsOnTime)],
  ["response rate RR3, %", ({ rates }) => share(rates.RR3)],
  ["cooperation rate COOP1, %", ({ rates }) => share(rates.COOP1)],
  ["refusal rate REF2, %", ({ rates }) => share(rates.REF2)],
  ["contact rate CON2, %", ({ rates }) => share(rates.CON2)],
  ["quotas filled, %", (result) => share(result.quotaFill)],
  ["hours to finish", (result) => figure(result.hoursToFinish, 0)],
  ["policy violations", (result) => String(result.violations)],
  ["double allocations", (result) => String(result.doubleAllocations)],
  ["over quota", (result) => String(result.overQuota)],
];

function table(results: OrderResult[]): string {
  const rows = [
    ["", ...results.map(({ name }) => name)],
    ...lines.map(([title, of]) => [title, ...results.map(of)]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

async function simulate(key: string | undefined, flags: SimulateFlags): Promise<void> {
  const say = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  if (flags.quick && (flags.quota !== null || flags.target))
    throw new CommandError("--quick knows neither quotas nor a target; leave one of them out");
  const { study, ...field } = await setting(key, flags);
  const setup = { ...field, interviewers: flags.interviewers, days: flags.days, start };
  const results = await compareOrders({
    ...setup,
    ...{ orders: flags.compare, seed: flags.seed, seeds: flags.seeds },
    progress: (order, seed) => say(`${order}, seed ${seed}`),
    ...(flags.quick ? {} : { runRules: (seed: number) => runInThread({ ...setup, study, seed }) }),
  });
  process.stdout.write(flags.json ? `${JSON.stringify({ policies: results })}\n` : `${table(results)}\n`);
}

export function simulateCommand(): Command {
  return new Command("simulate")
    .description("run a field with invented people under the real calling rules, on a simulated clock")
    .argument("[study]", "take calling rules, questionnaire, quotas and sample from this study")
    .option("--cases <n>", "number of cases (default: the study's, or 5000)", whole(1, 1_000_000))
    .option("--interviewers <n>", "interviewers", whole(1, 1000), 15)
    .option("--days <n>", "days in the field", whole(1, 365), 14)
    .option("--seed <n>", "first seed", whole(0, 2 ** 31), 1)
    .option("--seeds <n>", "how many seeds to run", whole(1, 100), 1)
    .option("--policy <name or file>", `calling policy: ${shippedPolicyNames().join(", ")} or a JSON file`)
    .option("--compare <orders>", `orders to compare: ${simulatedOrders.join(",")}`, orders, ["rules"])
    .option(
      "--quota <n>",
      "without a study: completes wanted in each of six regions",
      whole(0, 1_000_000),
      null,
    )
    .option("--target <n>", "completes at which the field ends (default: the study's)", whole(1, 1_000_000))
    .option("--quick", "rules as the other orders: gateway and plan only, without claim, quota and interview")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nRules run as a house works: the functions behind the screens for claim, dial, contact form, interview with its\n" +
        "quota, outcome and plan, on a database in memory; the study's data are only read. The other orders exist for\n" +
        "comparison only: gateway and plan on a queue, without quotas. 5,000 cases in 14 days take some minutes a seed,\n" +
        "with --quick seconds. Who is reached, takes part or does not belong follows a model; whoever takes part answers\n" +
        "at random, only what the questionnaire screens out is drawn again. Groups of a quota are therefore as frequent\n" +
        "as their answers, not as in the population. Consents and blocking files that a policy asks for count as given.\n" +
        'A field ends at its target or when all its quotas are full; "hours to finish" are the hours of all\n' +
        "interviewers on shift until then.\n" +
        "\nExamples: fieldline simulate --seeds 3 --compare fifo,rules\n" +
        "          fieldline simulate STUDY --interviewers 10 --days 10",
    )
    .action(simulate);
}
