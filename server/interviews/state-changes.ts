import type { InterviewState } from "../../surveys/engine/interview-state.ts";

/** `$set` and `$unset` of one update, on paths below `state`. */
export interface StateChanges {
  set: Record<string, unknown>;
  unset: Record<string, "">;
}

const records = ["answers", "orders", "quotas", "overrides", "created", "names", "closed"] as const;

/**
 * What differs between two states, as paths to write. The engine copies what it changes and keeps the rest,
 * so comparing references finds every change; a member that was rebuilt with the same content is only
 * written once more. Snapshots (seed, today, sample) never change.
 */
export function stateChanges(before: InterviewState, after: InterviewState): StateChanges {
  const set: Record<string, unknown> = { "state.lastSeq": after.lastSeq };
  const unset: Record<string, ""> = {};
  if (before.language !== after.language) set["state.language"] = after.language;
  for (const record of records) {
    const old: Record<string, unknown> = before[record] ?? {};
    const now: Record<string, unknown> = after[record] ?? {};
    if (old === now) continue;
    for (const key of Object.keys(now)) if (old[key] !== now[key]) set[`state.${record}.${key}`] = now[key];
    for (const key of Object.keys(old)) if (!(key in now)) unset[`state.${record}.${key}`] = "";
  }
  return { set, unset };
}
