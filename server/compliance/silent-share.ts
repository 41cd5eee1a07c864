import { attemptModel } from "../cases/attempt-model.ts";
import type { Deps } from "../deps.ts";

/** Outcomes of numbers that do not exist; they do not dilute the share. */
const dead = ["dead-number", "fax", "out-of-service"];

/** Silent calls of the last 24 hours as a share of the attempts to existing numbers; 0 without attempts. */
export async function silentShareToday(deps: Deps, studyId: string): Promise<number> {
  const since = new Date(deps.clock.now().getTime() - 86_400_000);
  const day = { studyId, startedAt: { $gte: since } };
  const attempts = attemptModel(deps.db);
  const [silent, all] = await Promise.all([
    attempts.countDocuments({ ...day, outcome: "silent-call" }),
    attempts.countDocuments({ ...day, outcome: { $nin: dead } }),
  ]);
  return all === 0 ? 0 : silent / all;
}
