import {
  endOutcome,
  findOutcome,
  isRefusal,
  type Outcome,
  outcomeCatalogue,
} from "../calling/outcome-catalogue.ts";
import type { Policy } from "../calling/policy.ts";
import { freeNumber, noteOnNumber } from "../compliance/number-book.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { addGivenNumber } from "./add-given-number.ts";
import { type AppointmentRequest, makeAppointment } from "./appointment.ts";
import { type AttemptDoc, attemptId } from "./attempt.ts";
import { closeOpenAttempt, findAttempt } from "./attempt-store.ts";
import { blockByOutcome } from "./block-by-outcome.ts";
import type { Appointment, CaseState, Why } from "./case.ts";
import { findCase } from "./case-store.ts";
import { type FieldStudy, fieldStudy } from "./field-study.ts";
import { planCase } from "./plan-case.ts";
import { whySentence } from "./why-sentence.ts";

export interface CloseRequest {
  caseId: string;
  attemptNo: number;
  fence: number;
  outcome: string;
  appointment?: AppointmentRequest;
  note?: string;
  /** The number that was given, as it was typed; for outcomes that ask for one. */
  newNumber?: string;
  /** Language that was spoken there; for outcomes after which the case waits for another language. */
  spoken?: string;
  interviewId?: string;
  /** Language of `why`. */
  locale?: string;
}

export interface CloseResult {
  state: CaseState;
  /** One sentence: what becomes of the case. */
  why: string;
  whyCode: Why["code"];
  /** false when a newer holder has the case: the outcome is kept, the case is not moved. */
  moved: boolean;
}

const dayMs = 86_400_000;

/**
 * Closes an attempt with its outcome, once; then what follows from it: blocklist, rest over all studies, the plan
 * of the case in one guarded write. Repeating finishes what a crash left; another outcome the second time is
 * ignored, corrections are a matter of the audit. A late outcome always closes its attempt; it moves the case
 * only under the current fence.
 * @throws Problem "not-found", "unknown-outcome", "note-required", "appointment-needed", "appointment-outside-hours",
 *   "new-number-invalid"
 */
export async function closeAttempt(deps: Deps, request: CloseRequest): Promise<CloseResult> {
  const id = attemptId(request.caseId, request.attemptNo);
  const attempt = await findAttempt(deps, id);
  const study = attempt && (await fieldStudy(deps, attempt.studyId));
  if (!attempt || !study) throw problem("not-found");
  const closed = attempt.outcome === null ? await close(deps, request, attempt, study) : attempt;
  return finishAttempt(deps, closed, study, { fence: request.fence, locale: request.locale ?? "en" });
}

async function close(
  deps: Deps,
  request: CloseRequest,
  attempt: AttemptDoc,
  study: FieldStudy,
): Promise<AttemptDoc> {
  const catalogue = outcomeCatalogue(study.outcomes);
  const outcome =
    findOutcome(catalogue, request.outcome) ??
    (request.interviewId ? endOutcome(catalogue, request.outcome) : undefined);
  if (!outcome) throw problem("unknown-outcome", { found: request.outcome });
  const note = request.note?.trim() ?? "";
  if (outcome.note === "required" && !note) throw problem("note-required");
  if (outcome.form === "number" && request.newNumber) await addGivenNumber(deps, attempt, request.newNumber);
  const appointment =
    outcome.next.case === "appointment" ? await agreed(deps, request, attempt, study) : null;
  const members = {
    outcome: outcome.code,
    aapor: outcome.aapor,
    note: note ? deps.vault.encrypt(note, attempt._id) : null,
    appointment,
    interviewId: request.interviewId ?? null,
    ...(request.spoken && outcome.next.case === "hold-language" ? { spoken: request.spoken } : {}),
    endedAt: deps.clock.now(),
  };
  const closed = await closeOpenAttempt(deps, attempt._id, members);
  if (closed) return closed;
  const before = await findAttempt(deps, attempt._id);
  if (!before) throw problem("not-found");
  return before;
}

async function agreed(deps: Deps, request: CloseRequest, attempt: AttemptDoc, study: FieldStudy) {
  const item = await findCase(deps, request.caseId);
  if (!item) throw problem("not-found");
  return makeAppointment(deps.clock.now(), { item, study, attempt, request: request.appointment });
}

/** Everything that follows from a closed attempt; each part does nothing when it was done before. */
export async function finishAttempt(
  deps: Deps,
  attempt: AttemptDoc,
  study: FieldStudy,
  options: { fence: number; locale: string },
): Promise<CloseResult> {
  const catalogue = outcomeCatalogue(study.outcomes);
  const outcome = findOutcome(catalogue, attempt.outcome ?? "");
  if (!outcome) throw problem("unknown-outcome", { found: attempt.outcome ?? "" });
  await blockByOutcome(deps, { outcome, study, hashes: [attempt.numberHash], by: attempt.by });
  if (outcome.silent || outcome.machine)
    await noteOnNumber(deps, attempt.numberHash, {
      ...(outcome.silent ? { lastSilentAt: attempt.startedAt } : {}),
      ...(outcome.machine ? { lastMachineAt: attempt.startedAt } : {}),
    });
  const until = study.policy && restUntil(study.policy, outcome, attempt, deps.clock.now());
  await freeNumber(deps, {
    hash: attempt.numberHash,
    attemptId: attempt._id,
    ...(until ? { rest: { until, reason: outcome.code } } : {}),
  });
  const { item, moved } = await planCase(deps, {
    caseId: attempt.caseId,
    study,
    fence: options.fence,
    plannedTo: attempt.no,
    ...(attempt.appointment ? { appointment: attempt.appointment as Appointment } : {}),
    ...(attempt.interviewId ? { interviewId: attempt.interviewId } : {}),
  });
  return {
    state: item.state,
    why: whySentence(item.why, options.locale, study.outcomes),
    whyCode: item.why.code,
    moved,
  };
}

/**
 * Until when no study of the house calls a number after this outcome: after a complete, and after every refusal,
 * whoever said it and however softly. When the case itself is tried again is its own study's matter
 * (`dial-gateway.ts`).
 */
function restUntil(policy: Policy, outcome: Outcome, attempt: AttemptDoc, now: Date): Date | null {
  const { instituteAfterCompleteDays, instituteAfterRefusalDays } = policy.rest;
  const days =
    outcome.kind === "complete"
      ? instituteAfterCompleteDays
      : isRefusal(outcome)
        ? instituteAfterRefusalDays
        : 0;
  return days > 0 ? new Date((attempt.endedAt ?? now).getTime() + days * dayMs) : null;
}
