import { isOpen } from "../calling/calling-hours.ts";
import type { Policy } from "../calling/policy.ts";
import type { FieldFigures } from "../calling/simulate-field.ts";
import type { AttemptDoc } from "../cases/attempt.ts";
import { attemptsOfStudy } from "../cases/attempts.ts";
import { countsByProgress } from "../cases/case-counts.ts";
import { cellsOfStudy } from "../quotas/quotas.ts";
import type { Memory, SimulatedHouse } from "./open-simulated-house.ts";

type Inspected = Pick<FieldFigures, "violations" | "doubleAllocations" | "overQuota" | "dispositions">;

/**
 * What must never be, looked up in the database by rules of its own, not by those that let the calls through: dials
 * outside the hours or beyond a cap, attempts left open, two attempts of one case or one person at a time, cells
 * above their target.
 */
export async function inspectSimulatedHouse({
  deps,
  setup,
  studyId,
  memories,
}: SimulatedHouse): Promise<Inspected> {
  const attempts = await attemptsOfStudy(deps, studyId);
  const groups = await countsByProgress(deps, studyId);
  const dispositions: Record<string, number> = {};
  for (const { disposition, contacted, cases } of groups) {
    const code = disposition || (contacted ? "2.20" : "3.13");
    dispositions[code] = (dispositions[code] ?? 0) + cases;
  }
  const cells = await cellsOfStudy(deps, studyId);
  return {
    violations:
      outsideHours(setup.policy, memories, attempts) +
      beyondCaps(setup.policy, attempts) +
      attempts.filter(({ outcome }) => outcome === null).length,
    doubleAllocations: overlaps(attempts, ({ caseId }) => caseId) + overlaps(attempts, ({ by }) => by),
    overQuota: cells.reduce((sum, { completes, target }) => sum + Math.max(0, completes - target), 0),
    dispositions,
  };
}

function outsideHours(
  { hours }: Policy,
  memories: ReadonlyMap<string, Memory>,
  attempts: readonly AttemptDoc[],
): number {
  return attempts.filter(({ caseId, startedAt }) => {
    const place = memories.get(caseId)?.place;
    return !place || !isOpen(hours, place, startedAt);
  }).length;
}

const dayIn = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Berlin", dateStyle: "short" });

function beyondCaps({ limits }: Policy, attempts: readonly AttemptDoc[]): number {
  const byNumber = new Map<string, number>();
  const byDay = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.get(key) ?? 0;
  };
  return attempts.filter(({ caseId, numberId, startedAt }) => {
    const key = `${caseId} ${numberId}`;
    const all = count(byNumber, key);
    const today = count(byDay, `${key} ${dayIn.format(startedAt)}`);
    return all > limits.attemptsPerNumber.limit || today > limits.attemptsPerNumberPerDay.limit;
  }).length;
}

/** Attempts that began before an earlier one of the same case, or of the same person, had ended. */
function overlaps(attempts: readonly AttemptDoc[], of: (attempt: AttemptDoc) => string): number {
  const until = new Map<string, number>();
  let found = 0;
  for (const attempt of attempts.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())) {
    const key = of(attempt);
    if (attempt.startedAt.getTime() < (until.get(key) ?? 0)) found++;
    until.set(key, attempt.endedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  }
  return found;
}
