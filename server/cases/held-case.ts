import parsePhoneNumber from "libphonenumber-js/max";
import { nextOpening } from "../calling/calling-hours.ts";
import { placeOf } from "../calling/pool.ts";
import { ownRequestUntil } from "../compliance/own-request-until.ts";
import type { Deps } from "../deps.ts";
import { type AttemptDoc, type ContactForm, countsAs } from "./attempt.ts";
import { attemptsOfCase } from "./attempt-store.ts";
import type { Appointment, CaseDoc, CaseState, NumberKind, NumberState, SampleValue } from "./case.ts";
import { findCaseHeldBy } from "./case-store.ts";
import type { Contact, PersonRole } from "./contact.ts";
import { loadContact } from "./contact-store.ts";
import { type FieldStudy, fieldStudy } from "./field-study.ts";
import { finishLastCall } from "./finish-last-call.ts";
import { whySentence } from "./why-sentence.ts";

export interface HeldNumber {
  id: string;
  kind: NumberKind;
  /** As people write it there: "0171 39200 12". */
  display: string;
  e164: string;
  attempts: number;
  state: NumberState;
  /** End of the hours that are open now, or of the respondent's own wish for a call outside them; null: not callable now. */
  callableUntil: Date | null;
  /** The number that the plan wants dialed first. */
  next: boolean;
}

/** Everything that the interviewer's screens need about the case in hand. */
export interface HeldCase {
  caseId: string;
  studyId: string;
  reference: string;
  fence: number;
  state: CaseState;
  /** One sentence: why this case now. */
  why: string;
  whyCode: string;
  language: string;
  zone: string;
  numbers: HeldNumber[];
  persons: { id: string; role: PersonRole; name: string }[];
  sample: Record<string, SampleValue>;
  /** Id of the study's source that the number comes from. */
  source: string | null;
  appointment: Appointment | null;
  history: { no: number; at: Date; outcome: string; numberKind: string; by: string; note: string | null }[];
  notes: { at: Date; by: string; text: string }[];
  attempt: {
    no: number;
    numberId: string;
    startedAt: Date;
    /** The respondent called us. */
    inbound: boolean;
    connected: boolean;
    targetConfirmed: boolean;
    /** Which words opened this call; null until somebody was confirmed. */
    situation: ContactForm["situation"] | null;
  } | null;
  interviewId: string | null;
  maxAttempts: number;
  leaseUntil: Date;
}

/** The case that a person holds, as often as it is asked for; null when there is none. */
export async function heldCase(
  deps: Deps,
  request: { userId: string; locale?: string },
): Promise<HeldCase | null> {
  const item = await findCaseHeldBy(deps, request.userId);
  if (!item) return null;
  const contact = await loadContact(deps, item._id);
  const held = await showHeldCase(deps, { item, contact, locale: request.locale ?? "en" });
  // Its call is over already: then the person holds nothing.
  if (!held.attempt && (await finishLastCall(deps, item))) return null;
  return held;
}

/** A held case that was just read, with its history. */
export async function showHeldCase(
  deps: Deps,
  parts: { item: CaseDoc; contact: Contact | null; locale: string },
): Promise<HeldCase> {
  const { item } = parts;
  // A case that was never dialed may still have an attempt that a crash left, but no history.
  const [attempts, study] = await Promise.all([
    item.attempts === 0 ? [] : attemptsOfCase(deps, item._id),
    fieldStudy(deps, item.studyId),
  ]);
  return toHeldCase(deps, { ...parts, attempts, study });
}

function toHeldCase(
  deps: Deps,
  parts: {
    item: CaseDoc;
    contact: Contact | null;
    attempts: AttemptDoc[];
    study: FieldStudy | null;
    locale: string;
  },
): HeldCase {
  const { item, contact, attempts, study, locale } = parts;
  const now = deps.clock.now();
  const numbers = item.numbers.map((number) => {
    const e164 = contact?.numbers.find((candidate) => candidate.id === number.id)?.e164 ?? "";
    const policy = study?.policy ?? null;
    const opening = policy && nextOpening(policy.hours, placeOf(number, item.region), now);
    const wished = policy && ownRequestUntil(item.appointment, { numberId: number.id, policy, now });
    return {
      id: number.id,
      kind: number.kind,
      display: parsePhoneNumber(e164)?.formatNational() ?? e164,
      e164,
      attempts: number.attempts,
      state: number.state,
      callableUntil: opening && opening.from <= now ? opening.to : wished,
      next: number.id === (item.appointment?.numberId ?? item.nextNumberId),
    };
  });
  const open = attempts.find((attempt) => attempt.no === item.current?.no && attempt.outcome === null);
  return {
    caseId: item._id,
    studyId: item.studyId,
    reference: item.reference,
    fence: item.fence,
    state: item.state,
    why: whySentence(item.why, locale, study?.outcomes),
    whyCode: item.why.code,
    language: item.language,
    zone: item.numbers.find((number) => number.id === item.nextNumberId)?.zones[0] ?? "UTC",
    numbers,
    persons: contact?.persons ?? [],
    sample: item.sample,
    source: item.source ?? null,
    appointment: item.appointment,
    history: attempts.flatMap((attempt) => (attempt.outcome ? [toHistory(deps, attempt)] : [])),
    notes: contact?.notes ?? [],
    attempt: open
      ? {
          no: open.no,
          numberId: open.numberId,
          startedAt: open.startedAt,
          inbound: open.mode === "inbound",
          connected: open.connectedAt !== null,
          targetConfirmed: open.form?.targetConfirmed ?? false,
          situation: open.form?.situation ?? null,
        }
      : null,
    interviewId: item.interviewId,
    maxAttempts: study?.policy?.limits.attemptsPerCase.limit ?? 0,
    leaseUntil: item.lease?.until ?? now,
  };
}

function toHistory(deps: Deps, attempt: AttemptDoc): HeldCase["history"][number] {
  return {
    no: attempt.no,
    at: attempt.startedAt,
    outcome: countsAs(attempt) ?? "",
    numberKind: attempt.numberKind,
    by: attempt.byName,
    note: attempt.note === null ? null : deps.vault.decrypt(attempt.note, attempt._id),
  };
}
