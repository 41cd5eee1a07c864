import type { Deps } from "../deps.ts";
import { type DialRefusalDoc, dialRefusalModel } from "./dial-refusal-model.ts";

export type { DialRefusalDoc } from "./dial-refusal-model.ts";

/** The latest refusals of a case, oldest first. */
export async function refusalsOfCase(deps: Deps, caseId: string, most: number): Promise<DialRefusalDoc[]> {
  const latest = await dialRefusalModel(deps.db).find({ caseId }).sort({ at: -1 }).limit(most).lean();
  return latest.reverse();
}
