import { isHoliday } from "../calling/holidays.ts";
import { findOutcome, type OutcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { type Policy, weekdays } from "../calling/policy.ts";
import type { AttemptDoc } from "../cases/attempt.ts";

/** What the check knows of a number besides its attempts. */
export interface CheckedCase {
  country: string;
  region: string | null;
  zones: string[];
}

export interface CheckSetup {
  policy: Policy;
  catalogue: OutcomeCatalogue;
  /** Where the number rings that an attempt dialed. */
  placeOf: (attempt: AttemptDoc) => CheckedCase | undefined;
  /** Skills by user id. */
  skills: Map<string, string[]>;
}

export interface Checked {
  /** Dials that broke a rule, by the rule. */
  broken: Record<string, number>;
  /** Attempts that overlap in a case, a number or a person, or leases of one fence in two hands. */
  doubleAllocations: number;
}

const day = 86_400_000;

/**
 * Reads the attempts of a field against the policy's text: hours, caps, rests, converters, no call after a final
 * outcome, none left open. Written apart from the gateway and the planner on purpose: it shares with them the policy,
 * the outcome catalogue and the list of holidays, no function that decides.
 */
export function checkSimulatedField(attempts: readonly AttemptDoc[], setup: CheckSetup): Checked {
  const checked: Checked = { broken: {}, doubleAllocations: 0 };
  const byCase = new Map<string, AttemptDoc[]>();
  const byNumber = new Map<string, AttemptDoc[]>();
  const byPerson = new Map<string, AttemptDoc>();
  const inOrder = attempts.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
  for (const attempt of inOrder) {
    const before = byCase.get(attempt.caseId) ?? [];
    const sameNumber = byNumber.get(attempt.numberHash) ?? [];
    for (const rule of brokenRules(attempt, before, sameNumber, setup))
      checked.broken[rule] = (checked.broken[rule] ?? 0) + 1;
    const others = [before.at(-1), sameNumber.at(-1), byPerson.get(attempt.by)];
    if (others.some((other) => isDouble(attempt, other))) checked.doubleAllocations++;
    byCase.set(attempt.caseId, [...before, attempt]);
    byNumber.set(attempt.numberHash, [...sameNumber, attempt]);
    byPerson.set(attempt.by, attempt);
  }
  return checked;
}

/** Does it begin before the one before it ended, or under the same lease in other hands? */
function isDouble(attempt: AttemptDoc, before: AttemptDoc | undefined): boolean {
  if (!before) return false;
  const overlaps = before.endedAt === null || attempt.startedAt < before.endedAt;
  const sameLease = attempt.caseId === before.caseId && attempt.fence === before.fence;
  return overlaps || (sameLease && attempt.by !== before.by);
}

function brokenRules(
  attempt: AttemptDoc,
  before: AttemptDoc[],
  sameNumber: AttemptDoc[],
  { policy, catalogue, placeOf, skills }: CheckSetup,
): string[] {
  const rules: string[] = [];
  const place = placeOf(attempt);
  const last = before.at(-1);
  const { limits, delays } = policy;
  if (!place?.zones.every((zone) => isInHours(policy, place, zone, attempt.startedAt))) rules.push("hours");
  const zone = place?.zones[0] ?? "UTC";
  const today = wallClock(zone, attempt.startedAt).date;
  const sameDay = sameNumber.filter((past) => wallClock(zone, past.startedAt).date === today);
  if (sameDay.length >= limits.attemptsPerNumberPerDay.limit) rules.push("attemptsPerNumberPerDay");
  if (sameDay.length >= limits.institutePerNumberPerDay.limit) rules.push("institutePerNumberPerDay");
  if (sameNumber.length >= limits.attemptsPerNumber.limit) rules.push("attemptsPerNumber");
  if (before.length >= limits.attemptsPerCase.limit) rules.push("attemptsPerCase");
  if (attempt.outcome === null) rules.push("leftOpen");
  const ended = last && findOutcome(catalogue, last.outcome ?? "");
  if (ended?.next.case === "final") rules.push("afterFinal");
  if (ended?.next.case === "rest" && last) {
    const days = delays[ended.code]?.restDays ?? ended.next.restDays ?? 0;
    if (attempt.startedAt.getTime() - last.startedAt.getTime() < days * day) rules.push("rest");
    const { skill } = ended.next;
    if (skill && !skills.get(attempt.by)?.includes(skill)) rules.push("skill");
  }
  return rules;
}

/** The date, the weekday (0 is Monday) and the time of day that a clock on the wall there shows. */
function wallClock(zone: string, at: Date) {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  return {
    date,
    weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7,
    time: `${parts.hour}:${parts.minute}`,
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formats.set(timeZone, format);
  return format;
}

function isInHours({ hours }: Policy, place: CheckedCase, zone: string, at: Date): boolean {
  const { date, weekday, time } = wallClock(zone, at);
  const name = weekdays[weekday] ?? "sun";
  const holiday = hours.holidays !== null && isHoliday(place.country, place.region, date);
  if (hours.needReason.includes(holiday ? "holiday" : name) && !hours.reason) return false;
  const spans = holiday ? (hours.holidays ?? []) : hours.days[name];
  return spans.some(([from, to]) => time >= from && time < to);
}
