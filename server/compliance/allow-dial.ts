import { isOpen, nextOpening, type Place, startOfLocalDay } from "../calling/calling-hours.ts";
import type { Limit, Policy } from "../calling/policy.ts";
import type { CaseNumber } from "../cases/case.ts";
import type { NumberBookDoc } from "./number-book-model.ts";

/** What the gateway has found out; null for a fact means that it could not be found out, and refuses. */
export interface DialFacts {
  study: { _id: string; status: string; telephony: string; policy: Policy | null };
  number: CaseNumber | null;
  place: Place;
  /** Valid E.164 for libphonenumber; null when the contact is gone. */
  valid: boolean | null;
  fiction: boolean;
  attemptsOfCase: number;
  book: Pick<NumberBookDoc, "dials" | "restUntil" | "restReason"> | null;
  /** Another attempt is on this number's line. */
  busy: boolean;
  blocked: { scope: string; reason: string } | null;
  consent: boolean;
  /** Share of silent calls in the limit's window; null when no machine dials. */
  silentShare: number | null;
  /** The respondent asked for a call at this time, outside the hours. */
  atOwnRequest: boolean;
}

export interface Refusal {
  allowed: false;
  /** Machine name of the rule. */
  rule: DialRule;
  /** Values for the sentence under `dialRefused.<rule>`. */
  params: Record<string, string | number>;
  source: string;
  nextAllowedAt: Date | null;
}
export type DialDecision = { allowed: true } | Refusal;

export type DialRule =
  | "no-policy"
  | "study-status"
  | "fiction-only"
  | "number-invalid"
  | "number-state"
  | "no-zone"
  | "blocklist"
  | "consent"
  | "hours"
  | "number-cap"
  | "number-day-cap"
  | "case-cap"
  | "institute-day-cap"
  | "institute-rest"
  | "line-busy"
  | "silent-budget"
  | "not-evaluated";

const inField = ["test", "pilot", "soft", "open"];
const minute = 60_000;

function refuse(
  rule: DialRule,
  source: string,
  params: Refusal["params"] = {},
  nextAllowedAt: Date | null = null,
): Refusal {
  return { allowed: false, rule, params, source, nextAllowedAt };
}

function reached(rule: DialRule, limit: Limit, count: number, next: Date | null): Refusal | null {
  return count < limit.limit ? null : refuse(rule, limit.source, { count, limit: limit.limit }, next);
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
    checkNumber(facts, policy) ??
    checkHours(facts, policy, now) ??
    checkCaps(facts, policy, now) ??
    checkInstitute(facts, policy, now) ?? { allowed: true }
  );
}

function checkStudy({ study, fiction }: DialFacts, policy: Policy): Refusal | null {
  if (!inField.includes(study.status))
    return refuse("study-status", "Fieldline: calls only while the study is in the field", {
      status: study.status,
    });
  if (policy.fictionOnly && (!fiction || study.telephony !== "simulated"))
    return refuse("fiction-only", policy.hours.source);
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
  const { call } = policy.consent;
  const machine = policy.dialing.mode === "progressive";
  const needed =
    call === "required" || (call === "required-mobile-auto" && machine && number.kind === "mobile");
  return needed && !facts.consent ? refuse("consent", policy.consent.source) : null;
}

function checkHours({ place, atOwnRequest }: DialFacts, policy: Policy, now: Date): Refusal | null {
  if (atOwnRequest || isOpen(policy.hours, place, now)) return null;
  return refuse("hours", policy.hours.source, {}, nextOpening(policy.hours, place, now)?.from ?? null);
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
    return refuse("institute-rest", policy.rest.source, { after: book.restReason ?? "" }, next);
  }
  const { silentCalls } = policy.limits;
  if (silentShare !== null && silentShare > silentCalls.limit)
    return refuse("silent-budget", silentCalls.source, { share: silentShare, limit: silentCalls.limit });
  return null;
}
