import { isOpen, nextOpening, type Place, startOfLocalDay } from "../calling/calling-hours.ts";
import type { Limit, Policy } from "../calling/policy.ts";
import type { CaseNumber } from "../cases/case.ts";
import type { DialMode } from "../telephony/telephony.ts";
import { checkAutomatic } from "./check-automatic.ts";
import { checkBlockingFile } from "./check-blocking-file.ts";
import { type DialDecision, type DialRule, type Refusal, refuse } from "./dial-decision.ts";
import type { NumberBookDoc } from "./number-book-model.ts";

/** What the gateway has found out; null for a fact means that it could not be found out, and refuses. */
export interface DialFacts {
  study: { _id: string; status: string; telephony: string; policy: Policy | null; advertising: boolean };
  mode: DialMode;
  number: CaseNumber | null;
  place: Place;
  /** Valid E.164 for libphonenumber; null when the contact is gone. */
  valid: boolean | null;
  fiction: boolean;
  attemptsOfCase: number;
  book: Pick<NumberBookDoc, "dials" | "restUntil" | "restReason" | "lastSilentAt" | "lastMachineAt"> | null;
  /** Another attempt is on this number's line. */
  busy: boolean;
  blocked: { scope: string; reason: string } | null;
  /** The latest import of the list that the policy names; null when there was none, or it names none. */
  blockingFile: { date: Date } | null;
  /** A consent to calls is on record; with its proof where the study counts as advertising. */
  consent: boolean;
  /** Shares of silent calls in their limits' windows; null when no machine dials. */
  silentShare: number | null;
  silentShareToMobiles: number | null;
  /** The respondent asked for a call of this number at this time, outside the hours. */
  atOwnRequest: boolean;
}

const inField = ["test", "pilot", "soft", "open"];
const minute = 60_000;

function reached(rule: DialRule, limit: Limit, count: number, next: Date | null): Refusal | null {
  return count < limit.limit ? null : refuse(rule, limit, { count, limit: limit.limit }, next);
}

/**
 * The rules of the gateway, pure. Every rule must be evaluated and pass; the first that does not is quoted with
 * its source, and with the next time at which it may pass, if there is one.
 */
export function allowDial(facts: DialFacts, now: Date): DialDecision {
  const { policy } = facts.study;
  if (!policy) return refuse("no-policy", "Fieldline: no call without a calling policy");
  return (
    checkStudy(facts, policy) ??
    checkBlockingFile(facts, policy, now) ??
    checkNumber(facts, policy) ??
    checkHours(facts, policy, now) ??
    checkCaps(facts, policy, now) ??
    checkAutomatic(facts, policy, now) ??
    checkInstitute(facts, policy, now) ??
    (isOpen(policy.hours, facts.place, now) ? { allowed: true } : { allowed: true, outsideHours: true })
  );
}

function checkStudy({ study, fiction }: DialFacts, policy: Policy): Refusal | null {
  if (!inField.includes(study.status))
    return refuse("study-status", "Fieldline: calls only while the study is in the field", {
      status: study.status,
    });
  if (policy.fictionOnly && (!fiction || study.telephony !== "simulated"))
    return refuse("fiction-only", policy.hours);
  return null;
}

function checkNumber(facts: DialFacts, policy: Policy): Refusal | null {
  const { number, place } = facts;
  if (!number || facts.valid === null) return refuse("not-evaluated", "Fieldline: the number cannot be read");
  if (!facts.valid) return refuse("number-invalid", "ITU-T E.164");
  if (number.state !== "callable")
    return refuse("number-state", "Fieldline: outcome of an earlier call", { state: number.state });
  if (place.zones.length === 0) return refuse("no-zone", "Fieldline: no call without a known time zone");
  if (facts.blocked)
    return refuse("blocklist", `Blocklist (${facts.blocked.scope})`, { reason: facts.blocked.reason });
  if (facts.consent) return null;
  if (policy.consent.call === "required") return refuse("consent", policy.consent);
  return facts.study.advertising
    ? refuse(
        "advertising-consent",
        policy.advertising ?? "House rule: advertising calls need a consent on record",
      )
    : null;
}

function checkHours({ place, atOwnRequest }: DialFacts, policy: Policy, now: Date): Refusal | null {
  if (atOwnRequest || isOpen(policy.hours, place, now)) return null;
  return refuse("hours", policy.hours, {}, nextOpening(policy.hours, place, now)?.from ?? null);
}

function checkCaps(facts: DialFacts, policy: Policy, now: Date): Refusal | null {
  const { limits } = policy;
  const zone = facts.place.zones[0] ?? "UTC";
  const midnight = startOfLocalDay(zone, now);
  const tomorrow =
    nextOpening(
      policy.hours,
      facts.place,
      startOfLocalDay(zone, new Date(midnight.getTime() + 30 * 60 * minute)),
    )?.from ?? null;
  const dials = facts.book?.dials ?? [];
  const ofStudy = dials.filter((dial) => dial.studyId === facts.study._id);
  const today = (list: typeof dials) => list.filter((dial) => dial.at >= midnight).length;
  const onNumber = Math.max(ofStudy.length, facts.number?.attempts ?? 0);
  return (
    reached("number-cap", limits.attemptsPerNumber, onNumber, null) ??
    reached("case-cap", limits.attemptsPerCase, facts.attemptsOfCase, null) ??
    reached("number-day-cap", limits.attemptsPerNumberPerDay, today(ofStudy), tomorrow) ??
    reached("institute-day-cap", limits.institutePerNumberPerDay, today(dials), tomorrow)
  );
}

function checkInstitute(facts: DialFacts, policy: Policy, now: Date): Refusal | null {
  const { book, silentShare } = facts;
  if (facts.busy)
    return refuse("line-busy", "Fieldline: one call per number", {}, new Date(now.getTime() + 5 * minute));
  if (book?.restUntil && book.restUntil > now) {
    const next = nextOpening(policy.hours, facts.place, book.restUntil)?.from ?? null;
    return refuse("institute-rest", policy.rest, { after: book.restReason ?? "" }, next);
  }
  const { silentCalls } = policy.limits;
  if (silentShare !== null && silentShare > silentCalls.limit)
    return refuse("silent-budget", silentCalls, { share: silentShare, limit: silentCalls.limit });
  return null;
}
