import { defaultOutcomes } from "../calling/outcome-catalogue.ts";
import type { FieldFigures } from "../calling/simulate-field.ts";
import { attemptsOfStudy } from "../cases/attempts.ts";
import { countsByProgress } from "../cases/case-counts.ts";
import { cellsOfStudy } from "../quotas/quotas.ts";
import { checkSimulatedField } from "./check-simulated-field.ts";
import type { SimulatedHouse } from "./open-simulated-house.ts";

type Inspected = Pick<FieldFigures, "violations" | "doubleAllocations" | "overQuota" | "dispositions">;

/**
 * What must never be, looked up in the database by rules of its own, not by those that let the calls through: dials
 * that break the policy (`check-simulated-field.ts`), attempts left open, two attempts of one case, number or person
 * at a time, cells above their target.
 */
export async function inspectSimulatedHouse({
  deps,
  setup,
  studyId,
  memories,
  interviewers,
}: SimulatedHouse): Promise<Inspected> {
  const attempts = await attemptsOfStudy(deps, studyId);
  const groups = await countsByProgress(deps, studyId);
  const dispositions: Record<string, number> = {};
  for (const { disposition, contacted, cases } of groups) {
    const code = disposition || (contacted ? "2.20" : "3.13");
    dispositions[code] = (dispositions[code] ?? 0) + cases;
  }
  const cells = await cellsOfStudy(deps, studyId);
  const { broken, doubleAllocations } = checkSimulatedField(attempts, {
    policy: setup.policy,
    catalogue: defaultOutcomes(),
    cases: new Map([...memories].map(([id, { place }]) => [id, place])),
    skills: new Map(interviewers.map(({ id, skills }) => [id, skills])),
  });
  return {
    violations: Object.values(broken).reduce((sum, count) => sum + count, 0),
    doubleAllocations,
    overQuota: cells.reduce((sum, { completes, target }) => sum + Math.max(0, completes - target), 0),
    dispositions,
  };
}
