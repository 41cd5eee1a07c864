import type { CaseNumber } from "../cases/case.ts";
import { nextOpening, type Place } from "./calling-hours.ts";
import { localTime } from "./local-time.ts";
import type { Outcome } from "./outcome-catalogue.ts";
import type { Policy } from "./policy.ts";
import { sliceOf } from "./slices.ts";

interface Tried {
  numberId: string;
  at: Date;
  rule: Outcome;
}

interface Question {
  policy: Policy;
  /** The last attempt of the case, on whichever number. */
  last: Tried;
  known: readonly Tried[];
  /** The number that is asked about. */
  next: CaseNumber;
  place: Place;
  now: Date;
}

export interface RetryWindow {
  from: Date;
  to: Date;
  /** Code of the sentence. */
  why: "retry" | "retry-next-window" | "retry-other-hour" | "retry-other-slice" | "other-number" | "rested";
}

const minute = 60_000;
const hourMs = 60 * minute;
const dayMs = 24 * hourMs;

function delayMs(policy: Policy, rule: Outcome): number {
  const own = policy.delays[rule.code];
  const days = own?.restDays ?? rule.next.restDays;
  if (days !== undefined) return days * dayMs;
  return (own?.delayMinutes ?? rule.next.delayMinutes ?? 0) * minute;
}

function avoidedHours(policy: Policy, rule: Outcome): number {
  return policy.delays[rule.code]?.avoidHours ?? rule.next.avoidHours ?? 0;
}

/** Distance of two hours of the day on the clock face. */
function clockDistance(a: number, b: number): number {
  const gap = Math.abs(a - b) % 24;
  return Math.min(gap, 24 - gap);
}

/** Until when an attempt keeps the whole case from being called, whatever the number: somebody spoke, or hung up unheard. */
function caseRestsUntil(policy: Policy, last: Tried): number {
  const holds = last.rule.contact || last.rule.next.otherNumberWaits === true;
  return holds ? last.at.getTime() + delayMs(policy, last.rule) : 0;
}

/**
 * When a number of a case may be tried again. A number that was never tried may be at once, unless the last attempt
 * keeps the whole case waiting. One that was tried waits for the delay of its own last outcome, counted from the dial;
 * it stays away from the hour of its own last try, and, when nobody was reached, goes into the slice of the week in
 * which it was tried least among those that come within two days. All of it falls into the hours of the number's
 * place. null when no window exists.
 */
export function retryWindow(question: Question): RetryWindow | null {
  const { policy, last, next, place, now } = question;
  const switched = next.id !== last.numberId;
  const own = question.known.filter((attempt) => attempt.numberId === next.id);
  const ownLast = own.at(-1);
  const wanted = new Date(
    Math.max(
      now.getTime(),
      caseRestsUntil(policy, last),
      ownLast ? ownLast.at.getTime() + delayMs(policy, ownLast.rule) : 0,
    ),
  );
  const first = nextOpening(policy.hours, place, wanted);
  if (!first) return null;
  const rested = last.rule.next.case === "rest";
  const usual = rested
    ? "rested"
    : switched
      ? "other-number"
      : first.from > wanted
        ? "retry-next-window"
        : "retry";
  // The hour of somebody who refused is avoided on whichever number.
  const tried = ownLast ?? (rested ? last : null);
  const hours = tried ? avoidedHours(policy, tried.rule) : 0;
  if (!tried || hours === 0) return { ...first, why: usual };
  const found = spread({ ...question, tried, own }, first, hours);
  if (!found) return { ...first, why: usual };
  // The time of a rested refusal, and that it is another number, is told as such, whatever the hour.
  return rested || switched ? { ...found, why: usual } : found;
}

/**
 * The earliest half hour within two days that avoids the hour and has the least-tried slice. Hours outside every slice
 * are the edges of the day: nobody chose to spread tries over them, so they are taken only where a whole week
 * has no slice.
 */
function spread(
  question: Pick<Question, "policy" | "place"> & { tried: Tried; own: readonly Tried[] },
  first: { from: Date; to: Date },
  avoid: number,
): RetryWindow | null {
  const { policy, place, own } = question;
  const last = question.tried;
  const [zone] = place.zones;
  if (!zone) return null;
  const lastHour = localTime(zone, last.at).hour;
  const tries = new Map<string, number>();
  // Whoever was reached in a part of the week is there then: only the hour is avoided.
  const spreads = !last.rule.contact && policy.slices.length > 0;
  const outside = spreads ? Number.POSITIVE_INFINITY : 0;
  for (const attempt of spreads ? own : []) {
    const slice = sliceOf(policy.slices, zone, attempt.at);
    if (slice) tries.set(slice, (tries.get(slice) ?? 0) + 1);
  }
  let best: { window: RetryWindow; count: number } | null = null;
  // A weekend can come between an edge and the next slice.
  const days = () => (best?.count === Number.POSITIVE_INFINITY ? 7 : 2);
  for (let at = first.from.getTime(); at <= first.from.getTime() + days() * dayMs; ) {
    const open = nextOpening(policy.hours, place, new Date(at));
    if (!open) break;
    if (open.from.getTime() > at) {
      at = open.from.getTime();
      continue;
    }
    const instant = new Date(at);
    const slice = sliceOf(policy.slices, zone, instant);
    const count = slice === null ? outside : (tries.get(slice) ?? 0);
    if (clockDistance(localTime(zone, instant).hour, lastHour) >= avoid && (!best || count < best.count)) {
      const why: RetryWindow["why"] =
        at === first.from.getTime() ? "retry" : best ? "retry-other-slice" : "retry-other-hour";
      best = { window: { from: instant, to: open.to, why }, count };
      if (count === 0) break;
    }
    at = instant.getTime() - (instant.getTime() % (30 * minute)) + 30 * minute;
  }
  return best?.window ?? null;
}
