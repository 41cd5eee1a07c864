import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { FieldFigures } from "../calling/simulate-field.ts";
import { attemptsOfStudy } from "../cases/attempts.ts";
import { countsByProgress } from "../cases/case-counts.ts";
import { pastAppointments } from "../cases/case-supply.ts";
import { punctuality } from "../monitoring/punctuality.ts";
import { cellsOfStudy } from "../quotas/quotas.ts";
import { checkSimulatedField } from "./check-simulated-field.ts";
import type { SimulatedHouse } from "./open-simulated-house.ts";
import { recountQuotaCells } from "./recount-quota-cells.ts";

type Inspected = Pick<
  FieldFigures,
  | "violations"
  | "doubleAllocations"
  | "overQuota"
  | "quotaFill"
  | "appointmentsDue"
  | "appointmentsOnTime"
  | "dispositions"
>;

/**
 * What must never be, looked up in the database by rules of its own, not by those that let the calls through: dials
 * that break the policy (`check-simulated-field.ts`), attempts left open, two attempts of one case, number or person
 * at a time, cells above their target or with another count than their complete interviews.
 */
export async function inspectSimulatedHouse(house: SimulatedHouse): Promise<Inspected> {
  const { deps, setup, studyId, memories, interviewers } = house;
  const attempts = await attemptsOfStudy(deps, studyId);
  const { broken, doubleAllocations } = checkSimulatedField(attempts, {
    policy: setup.policy,
    catalogue: outcomeCatalogue(setup.study.outcomes),
    placeOf: ({ caseId, numberId }) => memories.get(caseId)?.places.get(numberId),
    skills: new Map(interviewers.map(({ id, skills }) => [id, skills])),
  });
  return {
    ...(await inspectQuotas(house)),
    ...(await inspectAppointments(house)),
    violations: Object.values(broken).reduce((sum, count) => sum + count, 0),
    doubleAllocations,
    dispositions: await dispositionsOf(house),
  };
}

async function dispositionsOf({ deps, studyId }: SimulatedHouse): Promise<Record<string, number>> {
  const dispositions: Record<string, number> = {};
  for (const { disposition, contacted, cases } of await countsByProgress(deps, studyId)) {
    const code = disposition || (contacted ? "2.20" : "3.13");
    dispositions[code] = (dispositions[code] ?? 0) + cases;
  }
  return dispositions;
}

/** Counted anew from the interviews: what the cells counted in the field is not believed. */
async function inspectQuotas({ deps, studyId }: SimulatedHouse) {
  const counted = new Map((await cellsOfStudy(deps, studyId)).map(({ _id, completes }) => [_id, completes]));
  await recountQuotaCells(deps, studyId);
  const cells = await cellsOfStudy(deps, studyId);
  const wanted = cells.reduce((sum, { target }) => sum + target, 0);
  const filled = cells.reduce((sum, { completes, target }) => sum + Math.min(completes, target), 0);
  return {
    quotaFill: wanted > 0 ? filled / wanted : null,
    overQuota: cells.reduce(
      (sum, { _id, completes, target }) =>
        sum + Math.max(0, completes - target) + Math.abs(completes - (counted.get(_id) ?? 0)),
      0,
    ),
  };
}

/** As the appointments' page counts them: one whose quota was full before is not due any more. */
async function inspectAppointments({ deps, studyId, setup }: SimulatedHouse) {
  const to = deps.clock.now();
  const { due, onTime } = punctuality(await pastAppointments(deps, { studyId, from: setup.start, to }), to);
  return { appointmentsDue: due, appointmentsOnTime: onTime };
}
