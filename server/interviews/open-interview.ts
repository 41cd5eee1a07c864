import { startInterview } from "../../surveys/engine/index.ts";
import type { Scalar } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { SignedInUser } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { decideQuotas } from "./decide-quotas.ts";
import { freshInterview, rememberInterview } from "./interview-cache.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { findOpenInterview, insertInterview, type Members, writeInterview } from "./interview-store.ts";
import { moveToVersion } from "./move-to-version.ts";
import { stateChanges } from "./state-changes.ts";

/** What of a held case an interview needs. */
export interface CaseOfInterview {
  caseId: string;
  studyId: string;
  fence: number;
  attemptNo: number;
  sample: Record<string, Scalar>;
  /** IANA zone of the respondent; the interview's first day is a day there. */
  zone: string;
}

export interface OpenRequest {
  held: CaseOfInterview;
  /** Published version for a new interview; a resumed one keeps its own, unless `moveOpen`. */
  version: string;
  /** The study says that open interviews move to a newer version that can hold all their answers. */
  moveOpen?: boolean;
  user: Pick<SignedInUser, "id" | "name">;
  language: string;
  mode?: InterviewDoc["mode"];
}

const tries = 8;

/**
 * Opens the interview of a held case: makes it, or resumes the one that is open. Either way this person and
 * this page hold it now: the fence is raised and an older page is told so.
 */
export async function openInterview(deps: Deps, request: OpenRequest): Promise<InterviewDoc> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const open = await findOpenInterview(deps, request.held.caseId);
    const opened = open ? await resume(deps, open, request) : await create(deps, request);
    if (opened) return opened;
  }
  throw problem("internal");
}

/** The calendar day of an instant at a place, "YYYY-MM-DD". */
function dayAt(instant: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(instant);
}

async function create(deps: Deps, request: OpenRequest): Promise<InterviewDoc | null> {
  const { held, user } = request;
  const compiled = await compiledQuestionnaire(deps, request.version);
  const now = deps.clock.now();
  const started = startInterview(compiled, {
    seed: deps.newId(),
    language: request.language,
    today: dayAt(now, held.zone),
    sample: held.sample,
  });
  const interview: InterviewDoc = {
    _id: deps.newId(),
    studyId: held.studyId,
    caseId: held.caseId,
    publicId: publicId(deps),
    version: request.version,
    mode: request.mode ?? "live",
    status: "open",
    outcome: null,
    state: started,
    revision: 1,
    fence: 1,
    holder: { userId: user.id, name: user.name },
    interviewers: [user.id],
    attemptNo: held.attemptNo,
    caseFence: held.fence,
    pending: [],
    startedAt: now,
    lastActAt: now,
    suspendedAt: null,
    endedAt: null,
    activeMs: 0,
  };
  interview.state = await decideQuotas(deps, interview, compiled, started);
  if (!(await insertInterview(deps, interview))) return null;
  rememberInterview(deps, interview);
  return interview;
}

/** Ten digits from `random`, so that demo and simulation repeat. */
function publicId(deps: Deps): string {
  return String(Math.floor(deps.random() * 1e10)).padStart(10, "0");
}

async function resume(
  deps: Deps,
  interview: InterviewDoc,
  request: OpenRequest,
): Promise<InterviewDoc | null> {
  const { held, user } = request;
  const members: Members = {
    fence: interview.fence + 1,
    holder: { userId: user.id, name: user.name },
    attemptNo: held.attemptNo,
    caseFence: held.fence,
    resumedAfterSeq: interview.state.lastSeq,
    suspendedAt: null,
    interviewers: interview.interviewers.includes(user.id)
      ? interview.interviewers
      : [...interview.interviewers, user.id],
  };
  const { version, state } = await versionToResume(deps, interview, request);
  const compiled = await compiledQuestionnaire(deps, version);
  const changes = stateChanges(interview.state, await decideQuotas(deps, interview, compiled, state));
  const written = await writeInterview(deps, interview, { members: { ...members, version }, changes });
  return written ? freshInterview(deps, interview._id) : null;
}

/** The version that a resumed interview goes on with, and its state in it. */
async function versionToResume(
  deps: Deps,
  { version, state }: InterviewDoc,
  request: OpenRequest,
): Promise<Pick<InterviewDoc, "version" | "state">> {
  if (!request.moveOpen || request.version === version) return { version, state };
  const [from, to] = await Promise.all(
    [version, request.version].map((hash) => compiledQuestionnaire(deps, hash)),
  );
  const moved = from && to ? moveToVersion(from, to, state) : null;
  return moved ? { version: request.version, state: moved } : { version, state };
}

/** The interview as its holder sees it; anybody else learns nothing, a former holder who has it now. */
export function assertHolds(
  interview: InterviewDoc | null,
  userId: string,
): asserts interview is InterviewDoc {
  if (!interview?.interviewers.includes(userId)) throw problem("not-found");
  if (interview.status === "open" && interview.holder?.userId !== userId)
    throw problem("taken-over", { by: interview.holder?.name ?? "–" });
}
