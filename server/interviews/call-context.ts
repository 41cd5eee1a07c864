import { LRUCache } from "lru-cache";
import { type HeldCase, heldCase } from "../cases/held-case.ts";
import { heartbeat, pageLeaseMs } from "../cases/lease.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { SignedInUser } from "../http/routes.ts";
import { getStudy } from "../studies/studies.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import type { InterviewDoc } from "./interview-model.ts";

/** The case and the study around an interview. */
export interface CallContext {
  held: HeldCase;
  study: StudyDoc;
}

/** Contact data changes rarely within a call; reading and deciphering it for every question would be most of a step. */
const contexts = new LRUCache<string, { holder: string; context: CallContext }>({ max: 500, ttl: 25_000 });

/** Reads afresh at the next step: after a note, a dial, an outcome. */
export function forgetContext(interviewId: string): void {
  contexts.delete(interviewId);
}

/**
 * Case and study of an interview that this person asks; renews the lease of the case now and then.
 * @throws Problem "not-found" when the person does not hold the case
 */
export async function callContext(
  deps: Deps,
  user: SignedInUser,
  interview: InterviewDoc,
): Promise<CallContext> {
  const holder = `${interview.fence}:${user.id}`;
  const known = contexts.get(interview._id);
  if (known?.holder === holder) return known.context;
  const held = await heldCase(deps, { userId: user.id, locale: user.locale });
  if (!held || held.caseId !== interview.caseId) throw problem("not-found");
  await heartbeat(deps, { caseId: held.caseId, fence: held.fence, user }, pageLeaseMs);
  const context = { held, study: await getStudy(deps, interview.studyId) };
  contexts.set(interview._id, { holder, context });
  return context;
}
