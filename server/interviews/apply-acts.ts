import { isDeepStrictEqual } from "node:util";
import type { Compiled } from "../../surveys/engine/index.ts";
import type { Act, Rejection } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { SignedInUser } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { decideQuotas } from "./decide-quotas.ts";
import { cachedInterview, freshInterview, rememberInterview } from "./interview-cache.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { findEvent, writeInterview } from "./interview-store.ts";
import { stateChanges } from "./state-changes.ts";
import { type Taken, takeActs } from "./take-acts.ts";

export interface ActsRequest {
  interviewId: string;
  /** The fence that the page was opened with. */
  fence: number;
  acts: readonly Act[];
  user: Pick<SignedInUser, "id" | "name">;
}

export interface ActsResult {
  interview: InterviewDoc;
  compiled: Compiled;
  lastSeq: number;
  /** Empty when every answer was taken; the acts are used up either way. */
  rejections: Rejection[];
}

/** A guard that is missed this often means a fault, not a race. */
const tries = 8;

/**
 * Takes a batch of acts with one guarded write. Safe to repeat: what is here already is skipped.
 * @throws Problem "not-found"; "taken-over" when a newer fence holds the interview; "act-gap" with `lastSeq`;
 * "stale-tab" when a different act has the same number (two tabs of one person); "interview-ended"
 */
export async function applyActs(deps: Deps, request: ActsRequest): Promise<ActsResult> {
  let known = cachedInterview(deps, request.interviewId);
  for (let attempt = 0; attempt < tries; attempt++) {
    const fromMemory = known !== undefined;
    const interview = known ?? (await freshInterview(deps, request.interviewId));
    known = undefined;
    if (!interview) throw problem("not-found");
    const done = await tryActs(deps, request, interview, fromMemory);
    if (done) return done;
  }
  throw problem("internal");
}

/** null: read the interview again and retry, because memory is old or another write came first. */
async function tryActs(
  deps: Deps,
  request: ActsRequest,
  interview: InterviewDoc,
  fromMemory: boolean,
): Promise<ActsResult | null> {
  const current = interview.fence === request.fence && interview.holder?.userId === request.user.id;
  if (!current || interview.status !== "open") {
    if (fromMemory) return null;
    throw refusal(interview, request);
  }
  const compiled = await compiledQuestionnaire(deps, interview.version);
  const now = deps.clock.now();
  const taken = takeActs(compiled, interview, request.acts, { userId: request.user.id, now });
  if (fromMemory && (taken.gap || taken.repeated.length > 0)) return null;
  await assertSameActs(deps, interview, taken.repeated);
  if (taken.gap && taken.events.length === 0) throw problem("act-gap", { lastSeq: interview.state.lastSeq });
  const written = taken.events.length === 0 ? interview : await write(deps, interview, compiled, taken, now);
  if (!written) return null;
  if (taken.gap) throw problem("act-gap", { lastSeq: written.state.lastSeq });
  return {
    interview: written,
    compiled,
    lastSeq: written.state.lastSeq,
    rejections: taken.rejections,
  };
}

async function write(
  deps: Deps,
  interview: InterviewDoc,
  compiled: Compiled,
  taken: Taken,
  now: Date,
): Promise<InterviewDoc | null> {
  const state = await decideQuotas(deps, interview, compiled, taken.state);
  const members = { lastActAt: now, activeMs: interview.activeMs + taken.screenMs };
  const changes = stateChanges(interview.state, state);
  const result = await writeInterview(deps, interview, { changes, members, events: taken.events });
  if (!result) return null;
  const written = { ...interview, ...members, ...result, state };
  rememberInterview(deps, written);
  return written;
}

function refusal(interview: InterviewDoc, request: ActsRequest) {
  // Numbers of somebody else's interviews are no business of this person.
  if (!interview.interviewers.includes(request.user.id)) return problem("not-found");
  if (interview.status !== "open") return problem("interview-ended");
  return problem("taken-over", { by: interview.holder?.name ?? "–" });
}

/** A repeat is the same act again; a different one under its number comes from a tab that is behind. */
async function assertSameActs(deps: Deps, interview: InterviewDoc, repeated: Act[]): Promise<void> {
  for (const act of repeated) {
    const event = await findEvent(deps, interview, act.seq);
    if (!event) continue;
    const same =
      event.kind === act.kind &&
      event.key === act.key &&
      (event.rejected !== undefined || isDeepStrictEqual(event.value, act.value));
    if (!same) throw problem("stale-tab", { lastSeq: interview.state.lastSeq });
  }
}
