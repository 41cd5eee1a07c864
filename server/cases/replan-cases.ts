import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { reschedule } from "../calling/reschedule.ts";
import type { Deps } from "../deps.ts";
import { pastAttempts } from "./attempt.ts";
import { attemptsOfCases } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { type FieldStudy, fieldStudy, forgetFieldStudies } from "./field-study.ts";
import { finishReplan, replannableCases, studiesToReplan, writePlans } from "./replan-store.ts";

const chunk = 500;

/**
 * The planner's work after a change of a calling policy: every case whose plan came from the old one is planned anew
 * from its whole history. Appointments stay as they were agreed, what a supervisor moved stays where it is, and
 * what a full quota cell blocks stays blocked, with the new plan behind it.
 * Bulk writes, each guarded by the plan that was read; a crash is made good by the next round.
 * @returns how many cases got another plan
 */
export async function replanChangedStudies(deps: Deps): Promise<number> {
  let planned = 0;
  for (const { _id, replanSince } of await studiesToReplan(deps)) {
    forgetFieldStudies(deps);
    const study = await fieldStudy(deps, _id);
    if (!study?.policy) continue;
    planned += await replanStudy(deps, study);
    // A change that came meanwhile has set another time, and is planned in the next round.
    await finishReplan(deps, _id, replanSince);
  }
  return planned;
}

async function replanStudy(deps: Deps, study: FieldStudy): Promise<number> {
  let planned = 0;
  let read: CaseDoc[] = [];
  const flush = async () => {
    planned += await replanChunk(deps, study, read);
    read = [];
  };
  for await (const item of replannableCases(deps, study._id)) {
    read.push(item);
    if (read.length === chunk) await flush();
  }
  if (read.length > 0) await flush();
  return planned;
}

async function replanChunk(deps: Deps, study: FieldStudy, items: CaseDoc[]): Promise<number> {
  const { policy } = study;
  if (!policy) return 0;
  const histories = await attemptsOfCases(
    deps,
    items.map((item) => item._id),
  );
  const context = { policy, catalogue: outcomeCatalogue(study.outcomes), now: deps.clock.now() };
  return writePlans(
    deps,
    items.flatMap((item) => {
      const history = pastAttempts(histories.get(item._id) ?? []);
      // Without a call only what a rule refused before its first one is planned anew: as a fresh case.
      return history.length > 0 || item.state === "blocked"
        ? [{ item, plan: reschedule(item, history, context) }]
        : [];
    }),
  );
}
