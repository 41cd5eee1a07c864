import parsePhoneNumber from "libphonenumber-js/max";
import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { placeOf } from "../calling/pool.ts";
import { attemptId } from "../cases/attempt.ts";
import { findAttempt } from "../cases/attempts.ts";
import type { CaseDoc } from "../cases/case.ts";
import type { Contact } from "../cases/contact.ts";
import type { FieldStudy } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { type DialMode, dialModeOf } from "../telephony/telephony.ts";
import { allowDial } from "./allow-dial.ts";
import { latestBlockingFile } from "./blocking-file-store.ts";
import { findBlocked } from "./blocklist-store.ts";
import { hasCallConsent } from "./consent-store.ts";
import type { DialDecision, Refusal } from "./dial-decision.ts";
import { dialRefusalModel } from "./dial-refusal-model.ts";
import { isFictionNumber } from "./fiction-numbers.ts";
import type { NumberBookDoc } from "./number-book-model.ts";
import { readNumberBook } from "./number-book-store.ts";
import { ownRequestUntil } from "./own-request-until.ts";
import { silentShare } from "./silent-share.ts";

export interface DialQuestion {
  item: CaseDoc;
  study: FieldStudy;
  contact: Contact | null;
  numberId: string;
  /** Who asks, and when: at the claim, or right before the dial. */
  by: string;
  stage: "claim" | "dial" | "explain";
  /** Who dials; without it as the study's telephone does. */
  mode?: DialMode;
}

export interface DialAnswer {
  decision: DialDecision;
  hash: string;
  book: NumberBookDoc | null;
}

/** A lock without an attempt is left alone this long: its taker is between two writes. One from the future is none. */
const lockGraceMs = 120_000;

async function lineBusy(deps: Deps, book: NumberBookDoc | null, item: CaseDoc): Promise<boolean> {
  // The case's own next attempt: a crash came between taking the number and dialing it.
  if (!book?.lock || book.lock.attemptId === attemptId(item._id, item.attempts + 1)) return false;
  const attempt = await findAttempt(deps, book.lock.attemptId);
  if (!attempt) return Math.abs(deps.clock.now().getTime() - book.lock.at.getTime()) < lockGraceMs;
  return attempt.outcome === null && attempt.numberHash === book._id;
}

/**
 * The one gateway to an attempt: gathers the facts and applies the rules; whatever cannot be evaluated refuses.
 * Every refusal is stored with its rule and source, except for explanations.
 */
export async function askGateway(deps: Deps, question: DialQuestion): Promise<DialAnswer> {
  const { item, study, contact, numberId, stage } = question;
  const number = item.numbers.find((candidate) => candidate.id === numberId) ?? null;
  const e164 = contact?.numbers.find((candidate) => candidate.id === numberId)?.e164 ?? null;
  const hash = e164 ? deps.vault.blocklistHash(e164) : "";
  const { policy } = study;
  const mode = question.mode ?? dialModeOf(study);
  const machine = mode !== "person";
  const asksConsent = study.advertising || (policy !== null && policy.consent.call !== "none");
  const [book, blocks, consent, blockingFile] = await Promise.all([
    e164 ? readNumberBook(deps, hash) : null,
    findBlocked(deps, [hash], { studyId: study._id, client: study.client }),
    e164 && asksConsent ? hasCallConsent(deps, study._id, hash, { proved: study.advertising }) : false,
    policy?.blockingFile ? latestBlockingFile(deps, policy.blockingFile.list) : null,
  ]);
  const now = deps.clock.now();
  const decision = allowDial(
    {
      study,
      mode,
      number,
      place: number ? placeOf(number, item.region) : { zones: [], country: "", region: null },
      valid: e164 === null ? null : isFictionNumber(e164) || (parsePhoneNumber(e164)?.isValid() ?? false),
      fiction: e164 !== null && isFictionNumber(e164),
      attemptsOfCase: item.attempts,
      book: await restOf(deps, book, question),
      busy: await lineBusy(deps, book, item),
      blocked: blocks.get(hash) ?? null,
      blockingFile,
      consent,
      silentShare: machine ? await silentShare(deps, study) : null,
      silentShareToMobiles:
        machine && policy?.limits.silentCallsToMobiles ? await silentShare(deps, study, "mobiles") : null,
      atOwnRequest: policy !== null && ownRequestUntil(item.appointment, { numberId, policy, now }) !== null,
    },
    now,
  );
  if (!decision.allowed && stage !== "explain") await logRefusal(deps, question, decision);
  return { decision, hash, book };
}

/**
 * A rest holds for every case of the house but, in two situations, not for the one that brought it. After a soft
 * refusal the conversion rules of its own study decide when it is tried again. A complete that was declared invalid
 * to be made again could otherwise never be called.
 */
async function restOf(
  deps: Deps,
  book: NumberBookDoc | null,
  { item, study }: Pick<DialQuestion, "item" | "study">,
): Promise<NumberBookDoc | null> {
  const cause = book?.restBy;
  if (!book || !cause?.startsWith(`${item._id}:`)) return book;
  const outcome = findOutcome(outcomeCatalogue(study.outcomes), book.restReason ?? "");
  const isOwn = outcome?.kind === "refusal-soft" || (await findAttempt(deps, cause))?.corrected;
  return isOwn ? { ...book, restUntil: null } : book;
}

async function logRefusal(deps: Deps, question: DialQuestion, refusal: Refusal): Promise<void> {
  const { item, numberId, by, stage } = question;
  const { rule, params, basis, source, nextAllowedAt } = refusal;
  deps.log.info({ caseId: item._id, studyId: item.studyId, rule, stage }, "dial refused");
  await dialRefusalModel(deps.db).create({
    _id: deps.newId(),
    studyId: item.studyId,
    caseId: item._id,
    numberId,
    stage,
    by,
    rule,
    params,
    basis,
    source,
    nextAllowedAt,
    at: deps.clock.now(),
  });
}
