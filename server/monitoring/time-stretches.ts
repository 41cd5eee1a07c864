import type { TimeEntryDoc } from "./time-entry-model.ts";
import { longestMinutes, type TimeKind } from "./time-kinds.ts";

/** An unbroken time that one person spent on one thing. */
export interface TimeStretch {
  userId: string;
  studyId: string | null;
  kind: TimeKind;
  from: Date;
  to: Date;
  /** Why it was corrected; null as it happened. */
  reason: string | null;
}

const minuteMs = 60_000;
const earlier = (a: Date, b: Date) => (a < b ? a : b);

/** What the lines of one person say: each runs to the next, at most as long as its kind may, or until now. */
function asItHappened(marks: readonly TimeEntryDoc[], now: Date): TimeStretch[] {
  return marks.map(({ userId, studyId, kind, at }, index) => {
    const end = new Date(at.getTime() + longestMinutes[kind] * minuteMs);
    const next = marks[index + 1]?.at ?? now;
    return { userId, studyId, kind, from: at, to: earlier(end, next), reason: null };
  });
}

/** Cuts a span out of what was there and puts the correction into its place. */
function corrected(stretches: TimeStretch[], entry: TimeEntryDoc, until: Date): TimeStretch[] {
  const left = stretches.flatMap((one) => [
    ...(one.from < entry.at ? [{ ...one, to: earlier(one.to, entry.at) }] : []),
    ...(one.to > until ? [{ ...one, from: one.from > until ? one.from : until }] : []),
  ]);
  const { userId, studyId, kind, at, reason } = entry;
  return [...left, { userId, studyId, kind, from: at, to: until, reason }];
}

/**
 * The ledger as times: lines in the order in which they hold, corrections on top in the order in which they were
 * written, neighbours of one kind and study joined, time off left out.
 */
export function timeStretches(entries: readonly TimeEntryDoc[], now: Date): TimeStretch[] {
  const people = new Map<string, TimeEntryDoc[]>();
  for (const entry of entries) people.set(entry.userId, [...(people.get(entry.userId) ?? []), entry]);
  return [...people.values()].flatMap((lines) => {
    const marks = lines
      .filter(({ until }) => until === null)
      .sort((a, b) => a.at.getTime() - b.at.getTime() || a.writtenAt.getTime() - b.writtenAt.getTime());
    const corrections = lines
      .filter(({ until }) => until !== null)
      .sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
    const all = corrections.reduce(
      (stretches, entry) => (entry.until ? corrected(stretches, entry, entry.until) : stretches),
      asItHappened(marks, now),
    );
    const shown = all
      .filter(({ kind, from, to }) => kind !== "off" && from < to)
      .sort((a, b) => a.from.getTime() - b.from.getTime());
    return joined(shown);
  });
}

function joined(stretches: readonly TimeStretch[]): TimeStretch[] {
  const result: TimeStretch[] = [];
  for (const one of stretches) {
    const last = result.at(-1);
    const goesOn =
      last &&
      last.to.getTime() === one.from.getTime() &&
      last.kind === one.kind &&
      last.studyId === one.studyId &&
      last.reason === one.reason;
    if (goesOn) result[result.length - 1] = { ...last, to: one.to };
    else result.push(one);
  }
  return result;
}

/** The parts of stretches inside [from, to). */
export function within(stretches: readonly TimeStretch[], from: Date, to: Date): TimeStretch[] {
  return stretches
    .map((one) => ({ ...one, from: one.from > from ? one.from : from, to: earlier(one.to, to) }))
    .filter((one) => one.from < one.to);
}

/** Minutes, to a tenth. */
export function minutesOf({ from, to }: Pick<TimeStretch, "from" | "to">): number {
  return Math.round((to.getTime() - from.getTime()) / 6000) / 10;
}
