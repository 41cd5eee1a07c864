import type { Collection } from "mongodb";
import type { Deps } from "../deps.ts";
import { type InterviewDoc, interviewModel } from "./interview-model.ts";

const interviews = (deps: Deps) => interviewModel(deps.db).collection as unknown as Collection<InterviewDoc>;

/** Decisions written before an instant and not carried out to the end. */
export function findUnsettled(deps: Deps, before: Date, limit: number): Promise<InterviewDoc[]> {
  return interviews(deps)
    .find({ settling: { $exists: true, $lt: before } })
    .limit(limit)
    .toArray();
}
