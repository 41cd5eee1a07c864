import type { Plan } from "../calling/reschedule.ts";
import type { Deps } from "../deps.ts";
import { planBlocked } from "./block-plan.ts";
import type { CaseDoc } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { pushStep, stepTo } from "./case-step.ts";

/** Plans that come from the policy; a final one only where a cap of the policy made it. */
const policyStates = ["ready", "waiting", "rest", "suspended", "hold-information"];
const policyReasons = ["case-cap", "numbers-exhausted", "no-window", "soft-refusals"];

/** What a supervisor moved stays where it is. */
const supervisorReasons = ["supervisor-move", "supervisor-wait"];

/** Studies whose policy changed since their cases were planned. */
export async function studiesToReplan(deps: Deps): Promise<{ _id: string; replanSince: Date }[]> {
  return (await deps.db
    .collection("studies")
    .find({ replanSince: { $type: "date" } }, { projection: { replanSince: 1 } })
    .toArray()) as unknown as { _id: string; replanSince: Date }[];
}

export async function finishReplan(deps: Deps, studyId: string, since: Date): Promise<void> {
  await deps.db
    .collection("studies")
    .updateOne({ _id: studyId as never, replanSince: since }, { $set: { replanSince: null } });
}

/** Rules for which a policy or the mark of advertising refuses a case for good, dialed before or not. */
const policyRules = ["consent", "advertising-consent", "number-cap", "case-cap", "fiction-only"];

const dialed = { attempts: { $gt: 0 } };

/** Cases that were dialed and whose plan is the policy's doing, and those that it refused. */
export function replannableCases(deps: Deps, studyId: string): AsyncIterable<CaseDoc> {
  return caseModel(deps.db)
    .collection.find({
      studyId,
      appointment: null,
      "why.code": { $nin: supervisorReasons },
      "blocked.why.code": { $nin: supervisorReasons },
      $or: [
        { ...dialed, state: { $in: policyStates } },
        { ...dialed, state: "blocked", "why.code": "quota-full", "blocked.from": { $in: policyStates } },
        { ...dialed, state: { $in: ["final", "hold-supervisor"] }, "why.code": { $in: policyReasons } },
        { state: "blocked", "why.code": "refused-for-good", "why.params.rule": { $in: policyRules } },
      ],
    })
    .batchSize(500) as unknown as AsyncIterable<CaseDoc>;
}

/** @returns how many plans were written; a case that changed since it was read keeps its newer plan */
export async function writePlans(deps: Deps, plans: { item: CaseDoc; plan: Plan }[]): Promise<number> {
  return writeMembers(
    deps,
    // What a rule refused is asked again at its next claim; what a full cell blocks stays behind it.
    plans.map(({ item, plan }) => ({
      item,
      members: item.blocked ? planBlocked(item, plan) : { ...plan, blocked: null },
    })),
  );
}

/** Writes members of many cases that nobody has; one that changed since it was read stays as it is. @returns how many */
export async function writeMembers(
  deps: Deps,
  changes: { item: CaseDoc; members: Partial<CaseDoc> }[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const done = await caseModel(deps.db).collection.bulkWrite(
    changes.map(({ item, members }) => ({
      updateOne: {
        filter: { _id: item._id as never, planRevision: item.planRevision, lease: null },
        update: { $set: members, $inc: { planRevision: 1 }, ...stepOf(deps.clock.now(), item, members) },
      },
    })) as never,
    { ordered: false },
  );
  return done.modifiedCount;
}

/** A plan that leads elsewhere than the one before is a step in the history of its case. */
function stepOf(at: Date, item: CaseDoc, { state, why }: Partial<CaseDoc>) {
  if (!state || !why || (state === item.state && why.code === item.why.code)) return {};
  return { $push: pushStep(stepTo(at, { state, why })) };
}
