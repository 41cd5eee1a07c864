import type { Deps } from "../deps.ts";
import type { ClockJump } from "../watch-clock.ts";
import { writeAudit } from "./audit.ts";
import type { TimeEntryDoc } from "./time-entry-model.ts";
import { findTimeEntries, insertTimeEntry } from "./time-entry-store.ts";
import { longestMinutes } from "./time-kinds.ts";
import { reachMs } from "./time-ledger.ts";

const isRunning = ({ kind, at }: TimeEntryDoc, now: Date) =>
  now.getTime() - at.getTime() < longestMinutes[kind] * 60_000;

/**
 * Ends everybody's present time at the moment of a jump of the clock and begins it again after it. What lies between
 * was worked by nobody as far as the house knows: a call of twenty minutes is not paid as three hours because the
 * server slept in it. Whoever did work meanwhile gets a correction with a reason, as for any time without a trace.
 * Repeating it adds nothing.
 */
export async function cutTimeAtJump(deps: Deps, { from, to }: ClockJump): Promise<void> {
  const before = await findTimeEntries(deps.db, { from: new Date(from.getTime() - reachMs), to: from });
  // By person and time: the last one of each person stays.
  const present = new Map(before.filter(({ until }) => until === null).map((one) => [one.userId, one]));
  const running = [...present.values()].filter((one) => isRunning(one, from));
  const event = `clock:${from.getTime()}:${to.getTime()}`;
  let cut = 0;
  for (const one of running) {
    const { userId, studyId, kind, by } = one;
    const line = { userId, by, until: null, reason: null, writtenAt: to };
    const id = `${event}:${userId}`;
    await insertTimeEntry(deps.db, { ...line, _id: `${id}:off`, kind: "off", studyId: null, at: from });
    if (await insertTimeEntry(deps.db, { ...line, _id: `${id}:on`, kind, studyId, at: to })) cut++;
  }
  if (cut > 0)
    await writeAudit(deps, {
      by: "system",
      act: "time.clock-jump",
      on: "house",
      what: { from: from.toISOString(), to: to.toISOString(), people: cut },
    });
}
