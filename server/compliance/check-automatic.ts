import { nextOpening } from "../calling/calling-hours.ts";
import type { Limit, Policy } from "../calling/policy.ts";
import type { DialFacts } from "./allow-dial.ts";
import { countsAsMobile } from "./counts-as-mobile.ts";
import { type DialRule, type Refusal, refuse } from "./dial-decision.ts";

const hourMs = 3_600_000;

/** Rules that hold for a machine's dials only; a person who dials is on the line before it rings. */
export function checkAutomatic(facts: DialFacts, policy: Policy, now: Date): Refusal | null {
  if (facts.mode === "person") return null;
  const { limits } = policy;
  const rested = (rule: DialRule, limit: Limit | undefined, last: Date | null | undefined) => {
    if (!limit || !last) return null;
    const until = new Date(last.getTime() + limit.limit * hourMs);
    if (until <= now) return null;
    const next = nextOpening(policy.hours, facts.place, until)?.from ?? null;
    return refuse(rule, limit, { hours: limit.limit }, next);
  };
  return (
    checkMobile(facts, policy, now) ??
    rested("after-silent-call", limits.hoursAfterSilentCall, facts.book?.lastSilentAt) ??
    rested("after-machine", limits.hoursAfterMachineDetection, facts.book?.lastMachineAt)
  );
}

function checkMobile(facts: DialFacts, policy: Policy, now: Date): Refusal | null {
  if (!facts.number || !countsAsMobile(facts.number, policy, now)) return null;
  const { daysSinceNumberCheck, recordedMessagesToMobiles, silentCallsToMobiles } = policy.limits;
  if (policy.consent.call === "required-mobile-auto" && !facts.consent)
    return refuse("mobile-by-hand", policy.consent, { days: daysSinceNumberCheck?.limit ?? 0 });
  if (facts.mode === "automatic-message" && recordedMessagesToMobiles?.limit === 0)
    return refuse("recorded-message", recordedMessagesToMobiles);
  const share = facts.silentShareToMobiles;
  return silentCallsToMobiles && share !== null && share > silentCallsToMobiles.limit
    ? refuse("silent-budget-mobiles", silentCallsToMobiles, { share, limit: silentCallsToMobiles.limit })
    : null;
}
