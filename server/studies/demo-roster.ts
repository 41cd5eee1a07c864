import type { Deps } from "../deps.ts";
import { demoShift } from "../interviews/simulated-interviewer.ts";
import { planShifts } from "../monitoring/shifts.ts";
import type { RecordedMark } from "../monitoring/time-ledger.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const quarterMs = hourMs / 4;
const daysAhead = 7;
/** An evening in the roster; the first demo's calls take the beginning of it. */
const eveningHours = 4;

const midnightOf = (at: Date | number) => Math.floor(new Date(at).getTime() / dayMs) * dayMs;

/** Who is in the roster: the colleagues, and the one who can sign in. */
export interface DemoPeople {
  colleagues: readonly string[];
  interviewer: string;
  /** Who plans. */
  supervisor: string;
}

/**
 * The demo's roster: the shifts that people worked, by what the ledger says of them, the evenings of the coming week,
 * when appointments were agreed, each without somebody who has the day off, and a shift that runs now for the account
 * that whoever tries the demo signs in with.
 */
export async function planDemoRoster(
  deps: Deps,
  people: DemoPeople,
  field: { from: Date; now: Date; marks: readonly RecordedMark[] },
): Promise<void> {
  const { now } = field;
  const plan = async (userIds: readonly string[], from: number, to: number) => {
    if (userIds.length === 0) return;
    await planShifts(deps, {
      people: userIds.map((id) => ({ id, site: null })),
      ...{ site: "", from: new Date(from), to: new Date(to), by: people.supervisor },
    });
  };
  const today = midnightOf(now);
  const worked = new Map<number, Set<string>>();
  for (const { userId, at } of field.marks) {
    const day = midnightOf(at);
    worked.set(day, (worked.get(day) ?? new Set()).add(userId));
  }
  for (const [day, userIds] of [...worked].sort(([a], [b]) => a - b)) {
    const start = Math.max(field.from.getTime(), day + demoShift.from * hourMs);
    await plan([...userIds].sort(), start, day + (demoShift.from + demoShift.hours) * hourMs);
  }
  const started = Math.floor(now.getTime() / quarterMs) * quarterMs;
  await plan([people.interviewer], started, started + eveningHours * hourMs);
  for (let day = 0; day < daysAhead; day++) {
    const start = today + day * dayMs + demoShift.from * hourMs;
    const end = start + eveningHours * hourMs;
    if (end <= now.getTime()) continue;
    const all = day === 0 ? people.colleagues : [...people.colleagues, people.interviewer];
    await plan(
      all.filter((_, index) => (index + today / dayMs + day) % all.length !== 0),
      start,
      end,
    );
  }
}
