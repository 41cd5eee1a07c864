import { availableParallelism } from "node:os";
import { limitConcurrency } from "../results/limit-concurrency.ts";
import { type DispositionCounts, dispositionClass, responseRates } from "../results/response-rates.ts";
import { seededRandom } from "../seeded-deps.ts";
import { type FieldFigures, type FieldSetup, simulateField } from "./simulate-field.ts";
import type { SimulatedOrder } from "./simulated-queue.ts";

/** Mean over the seeds and its standard error; null: one seed tells none. */
export interface Estimate {
  mean: number;
  se: number | null;
}

export interface OrderResult {
  name: SimulatedOrder;
  seeds: number;
  /** Completes per productive hour: work on cases, idle time left out. */
  completesPerHour: Estimate;
  completesPerPaidHour: Estimate;
  completes: Estimate;
  contactsPerDial: number;
  attemptsPerComplete: number | null;
  /** Share of the hard appointments within the field that were dialed within five minutes. */
  appointmentsOnTime: number | null;
  violations: number;
  doubleAllocations: number;
  overQuota: number;
  /** AAPOR rates over the cases of all seeds. */
  rates: ReturnType<typeof responseRates>;
  /** Mean share of the quota targets that was reached; null without quotas. */
  quotaFill: number | null;
  /** Mean hours on shift until the target or all quotas were reached; null unless every field reached them. */
  hoursToFinish: number | null;
}

export type Comparison = Omit<FieldSetup, "order" | "random"> & {
  orders: readonly SimulatedOrder[];
  seed: number;
  seeds: number;
  progress?: (order: SimulatedOrder, seed: number) => void;
  /** How the rules are run: the house with its database, or in memory when it is left out. */
  runRules?: (seed: number) => Promise<FieldFigures>;
};

/** Fields that are worked at once, each on a processor of its own. */
const atOnce = availableParallelism();

function estimate(values: number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const { length } = values;
  return { mean, se: length > 1 ? Math.sqrt(squares / (length - 1) / length) : null };
}

/** Runs every order on the same seeds, so that the same invented people are called. */
export async function compareOrders(comparison: Comparison): Promise<OrderResult[]> {
  const { orders, seed, seeds, progress, runRules, ...setup } = comparison;
  const results: OrderResult[] = [];
  for (const order of orders) {
    const limited = limitConcurrency(atOnce);
    const runs = Array.from({ length: seeds }, (_, index) =>
      limited(async () => {
        const own = seed + index;
        progress?.(order, own);
        return order === "rules" && runRules
          ? runRules(own)
          : simulateField({ ...setup, order, random: seededRandom(own) });
      }),
    );
    results.push(summary(order, await Promise.all(runs)));
  }
  return results;
}

function summary(name: SimulatedOrder, runs: FieldFigures[]): OrderResult {
  const sum = (of: (run: FieldFigures) => number) => runs.reduce((total, run) => total + of(run), 0);
  const completes = sum((run) => run.completes);
  const due = sum((run) => run.appointmentsDue);
  return {
    name,
    seeds: runs.length,
    completesPerHour: estimate(runs.map((run) => run.completes / (run.hours - run.idleHours))),
    completesPerPaidHour: estimate(runs.map((run) => run.completes / run.hours)),
    completes: estimate(runs.map((run) => run.completes)),
    contactsPerDial:
      sum((run) => run.contacts) /
      Math.max(
        1,
        sum((run) => run.dials),
      ),
    attemptsPerComplete: completes > 0 ? sum((run) => run.dials) / completes : null,
    appointmentsOnTime: due > 0 ? sum((run) => run.appointmentsOnTime) / due : null,
    violations: sum((run) => run.violations),
    doubleAllocations: sum((run) => run.doubleAllocations),
    overQuota: sum((run) => run.overQuota),
    rates: responseRates(dispositionsOf(runs)),
    quotaFill: meanOf(runs.map((run) => run.quotaFill)),
    hoursToFinish: meanOf(runs.map((run) => run.hoursToFinish)),
  };
}

/** null when one of them is missing. */
function meanOf(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

/** Cases of all runs by their class. */
function dispositionsOf(runs: FieldFigures[]): DispositionCounts {
  const counts = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UR: 0, UO: 0, NE: 0 };
  for (const { dispositions } of runs)
    for (const [code, cases] of Object.entries(dispositions)) counts[dispositionClass(code)] += cases;
  return counts;
}
