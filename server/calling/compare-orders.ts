import { seededRandom } from "../seeded-deps.ts";
import { type FieldFigures, type FieldSetup, simulateField } from "./simulate-field.ts";
import type { SimulatedOrder } from "./simulated-queue.ts";

/** Mean over the seeds and its standard error. */
export interface Estimate {
  mean: number;
  se: number;
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
}

export type Comparison = Omit<FieldSetup, "order" | "random"> & {
  orders: readonly SimulatedOrder[];
  seed: number;
  seeds: number;
  progress?: (order: SimulatedOrder, seed: number) => void;
  /** How the rules are run: the house with its database, or in memory when it is left out. */
  runRules?: (seed: number) => Promise<FieldFigures>;
};

function estimate(values: number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const variance = values.length > 1 ? squares / (values.length - 1) : 0;
  return { mean, se: Math.sqrt(variance / values.length) };
}

/** Runs every order on the same seeds, so that the same invented people are called. */
export async function compareOrders(comparison: Comparison): Promise<OrderResult[]> {
  const { orders, seed, seeds, progress, runRules, ...setup } = comparison;
  const results: OrderResult[] = [];
  for (const order of orders) {
    const runs: FieldFigures[] = [];
    for (let own = seed; own < seed + seeds; own++) {
      progress?.(order, own);
      runs.push(
        order === "rules" && runRules
          ? await runRules(own)
          : simulateField({ ...setup, order, random: seededRandom(own) }),
      );
    }
    results.push(summary(order, runs));
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
  };
}
