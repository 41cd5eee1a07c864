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
  last: Tried;
  known: readonly Tried[];
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

/** Distance of two hours of the day on the clock face. */
function clockDistance(a: number, b: number): number {
  const gap = Math.abs(a - b) % 24;
  return Math.min(gap, 24 - gap);
}

/**
 * When a case may be tried again: the delay counted from the dial, moved into the hours of the next number's
 * place, away from the hour of the last try, and, when nobody was reached, into the slice of the week that was
 * tried least among those that come within two days. null when no window exists.
 */
export function retryWindow(question: Question): RetryWindow | null {
  const { policy, last, next, place, now } = question;
  const switched = next.id !== last.numberId;
  const delay = switched && !last.rule.contact ? 0 : delayMs(policy, last.rule);
  const wanted = new Date(Math.max(now.getTime(), last.at.getTime() + delay));
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
  if (switched && !rested) return { ...first, why: usual };
  const hours = policy.delays[last.rule.code]?.avoidHours ?? last.rule.next.avoidHours ?? 0;
  if (hours === 0) return { ...first, why: usual };
  const found = spread(question, first, hours);
  if (!found) return { ...first, why: usual };
  // The time of a rested refusal is told as such, whatever its hour.
  return rested ? { ...found, why: usual } : found;
}

/** The earliest half hour within two days that avoids the hour and has the least-tried slice. */
function spread(question: Question, first: { from: Date; to: Date }, avoid: number): RetryWindow | null {
  const { policy, place, last, known } = question;
  const [zone] = place.zones;
  if (!zone) return null;
  const lastHour = localTime(zone, last.at).hour;
  const tried = new Map<string, number>();
  // Whoever was reached in a part of the week is there then: only the hour is avoided.
  for (const attempt of last.rule.contact ? [] : known) {
    const slice = sliceOf(policy.slices, zone, attempt.at);
    if (slice) tried.set(slice, (tried.get(slice) ?? 0) + 1);
  }
  let best: { window: RetryWindow; tries: number } | null = null;
  for (let at = first.from.getTime(); at <= first.from.getTime() + 2 * dayMs; ) {
    const open = nextOpening(policy.hours, place, new Date(at));
    if (!open) break;
    if (open.from.getTime() > at) {
      at = open.from.getTime();
      continue;
    }
    const instant = new Date(at);
    const slice = sliceOf(policy.slices, zone, instant);
    const tries = slice ? (tried.get(slice) ?? 0) : 0;
    if (clockDistance(localTime(zone, instant).hour, lastHour) >= avoid && (!best || tries < best.tries)) {
      const why: RetryWindow["why"] =
        at === first.from.getTime() ? "retry" : best ? "retry-other-slice" : "retry-other-hour";
      best = { window: { from: instant, to: open.to, why }, tries };
      if (tries === 0) break;
    }
    at = instant.getTime() - (instant.getTime() % (30 * minute)) + 30 * minute;
  }
  return best?.window ?? null;
}
