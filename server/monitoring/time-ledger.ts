import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "./audit.ts";
import type { TimeEntryDoc } from "./time-entry-model.ts";
import { findTimeEntries, insertTimeEntries, insertTimeEntry, lastTimeEntry } from "./time-entry-store.ts";
import type { TimeKind } from "./time-kinds.ts";
import { type TimeStretch, timeStretches, within } from "./time-stretches.ts";

/** Lines from this long before a span can reach into it. */
export const reachMs = 24 * 3_600_000;

export interface TimeMark {
  userId: string;
  studyId?: string | null;
  kind: TimeKind;
  /** Names the event, so that a reload notes it once. */
  event?: string;
}

function entryOf(deps: Deps, mark: TimeMark, at: Date): TimeEntryDoc {
  return {
    _id: mark.event ? `${mark.event}:${mark.kind}` : deps.newId(),
    userId: mark.userId,
    studyId: mark.studyId ?? null,
    kind: mark.kind,
    at,
    until: null,
    reason: null,
    by: mark.userId,
    writtenAt: at,
  };
}

/** Notes what a person turns to now. */
export async function markTime(deps: Deps, mark: TimeMark): Promise<void> {
  await insertTimeEntry(deps.db, entryOf(deps, mark, deps.clock.now()));
}

/** A mark with its time, kept while it happened. */
export type RecordedMark = TimeMark & { at: Date };

/** Notes in one write what people turned to before; for fieldwork that was simulated. */
export async function markTimes(deps: Deps, marks: readonly RecordedMark[]): Promise<void> {
  await insertTimeEntries(
    deps.db,
    marks.map((mark) => entryOf(deps, mark, mark.at)),
  );
}

/** What a person is at now; null after "off" or when nothing was noted for a day. */
export async function presentTime(deps: Deps, userId: string): Promise<{ kind: TimeKind; at: Date } | null> {
  const now = deps.clock.now();
  const last = await lastTimeEntry(deps.db, userId, now);
  if (!last || last.kind === "off" || now.getTime() - last.at.getTime() > reachMs) return null;
  return { kind: last.kind, at: last.at };
}

/** The ledger of a span as times, of everybody or of one person, by person and start. */
export async function timesBetween(
  deps: Deps,
  span: { from: Date; to: Date; userId?: string },
): Promise<TimeStretch[]> {
  const entries = await findTimeEntries(deps.db, {
    ...span,
    from: new Date(span.from.getTime() - reachMs),
    // The line after the span ends the last one in it.
    to: new Date(span.to.getTime() + reachMs),
  });
  return within(timeStretches(entries, deps.clock.now()), span.from, span.to);
}

export interface TimeCorrection {
  userId: string;
  studyId: string | null;
  kind: TimeKind;
  from: Date;
  to: Date;
  reason: string;
  by: string;
  /** Names the form, so that sending it again adds nothing. */
  id?: string;
}

/** Adds a correction; what it covers stays in the ledger below it. @throws Problem invalid-input (reason, to) */
export async function correctTime(deps: Deps, correction: TimeCorrection): Promise<void> {
  const { userId, studyId, kind, from, to, by } = correction;
  const now = deps.clock.now();
  const reason = correction.reason.trim();
  const faults = [
    ...(reason ? [] : [{ pointer: "reason", detail: "reason" }]),
    ...(to <= now ? [] : [{ pointer: "to", detail: "future" }]),
  ];
  if (faults.length > 0) throw problem("invalid-input", {}, faults);
  const added = await insertTimeEntry(deps.db, {
    _id: correction.id ?? deps.newId(),
    userId,
    studyId,
    kind,
    at: from,
    until: to,
    reason,
    by,
    writtenAt: now,
  });
  if (!added) return;
  await writeAudit(deps, {
    by,
    act: "time.correct",
    on: userId,
    ...(studyId ? { studyId } : {}),
    reason,
    what: { kind, from: from.toISOString(), to: to.toISOString() },
  });
}
