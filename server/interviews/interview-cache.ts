import { LRUCache } from "lru-cache";
import type { Deps } from "../deps.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { findInterview, hasRevision } from "./interview-store.ts";

/** Interviews in memory: 50 kB each at most, so that a floor of a thousand fits into 50 MB. */
const caches = new WeakMap<Deps["db"], LRUCache<string, InterviewDoc>>();

function cacheOf(deps: Deps): LRUCache<string, InterviewDoc> {
  const known = caches.get(deps.db);
  if (known) return known;
  const made = new LRUCache<string, InterviewDoc>({ max: 1000 });
  caches.set(deps.db, made);
  return made;
}

/** What this process saw last. May be old: a write from it is guarded by its revision. */
export function cachedInterview(deps: Deps, interviewId: string): InterviewDoc | undefined {
  return cacheOf(deps).get(interviewId);
}

export function rememberInterview(deps: Deps, interview: InterviewDoc): void {
  cacheOf(deps).set(interview._id, interview);
}

export function forgetInterview(deps: Deps, interviewId: string): void {
  cacheOf(deps).delete(interviewId);
}

/** The interview as it is stored now; the whole of it is read only when this process has an older one. */
export async function readInterview(deps: Deps, interviewId: string): Promise<InterviewDoc | null> {
  const known = cachedInterview(deps, interviewId);
  if (known && (await hasRevision(deps, interviewId, known.revision))) return known;
  return freshInterview(deps, interviewId);
}

export async function freshInterview(deps: Deps, interviewId: string): Promise<InterviewDoc | null> {
  const found = await findInterview(deps, interviewId);
  if (found) rememberInterview(deps, found);
  else forgetInterview(deps, interviewId);
  return found;
}
