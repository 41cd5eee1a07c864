import { type Outcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { Limit } from "../calling/policy.ts";
import { attemptModel } from "../cases/attempt-model.ts";
import type { FieldStudy } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";

const dayMs = 86_400_000;
const windowMs: Record<Limit["window"], number> = {
  call: dayMs,
  day: dayMs,
  "30 days": 30 * dayMs,
  study: Number.POSITIVE_INFINITY,
};

/** Nobody can be reached there. A wrong or a new number rang at somebody's, so it exists. */
function doesNotExist({ kind, contact }: Outcome): boolean {
  return kind === "number-problem" && !contact;
}

/**
 * Silent calls as a share of the attempts to existing numbers, over the window of the policy's limit; 0 without
 * attempts. What is silent and which numbers do not exist says the study's own catalogue: dead ones do not dilute
 * the share. With `only`: of those to numbers that may be mobile, over the window of that limit.
 */
export async function silentShare(
  deps: Deps,
  study: Pick<FieldStudy, "_id" | "policy" | "outcomes">,
  only?: "mobiles",
): Promise<number> {
  const { outcomes } = outcomeCatalogue(study.outcomes);
  const silentCodes = outcomes.filter((outcome) => outcome.silent).map(({ code }) => code);
  const dead = outcomes.filter(doesNotExist).map(({ code }) => code);
  const limits = study.policy?.limits;
  const limit = only ? limits?.silentCallsToMobiles : limits?.silentCalls;
  const span = windowMs[limit?.window ?? "day"];
  const since = new Date(Math.max(0, deps.clock.now().getTime() - span));
  const inWindow = {
    studyId: study._id,
    startedAt: { $gte: since },
    // What is not known to be a landline counts as mobile.
    ...(only ? { numberKind: { $ne: "landline" } } : {}),
  };
  const attempts = attemptModel(deps.db);
  const [silent, all] = await Promise.all([
    attempts.countDocuments({ ...inWindow, outcome: { $in: silentCodes } }),
    attempts.countDocuments({ ...inWindow, outcome: { $nin: dead } }),
  ]);
  return all === 0 ? 0 : silent / all;
}
