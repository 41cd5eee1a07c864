import type { Deps } from "../deps.ts";
import type { AuditDoc } from "./audit-model.ts";
import { findAudit, insertAudit } from "./audit-store.ts";

export interface AuditEntry {
  /** Its own name where an act may be repeated after a crash: the line is written once. */
  id?: string;
  at?: Date;
  by: string;
  act: string;
  on: string;
  studyId?: string;
  reason?: string;
  what?: AuditDoc["what"];
}

/** Writes one line of the house's diary: who did what to what, and why. */
export async function writeAudit(deps: Deps, entry: AuditEntry): Promise<void> {
  await writeAudits(deps, [entry]);
}

/** Writes several lines at once. */
export async function writeAudits(deps: Deps, entries: readonly AuditEntry[]): Promise<void> {
  const lines = entries.map((entry) => ({
    _id: entry.id ?? deps.newId(),
    at: entry.at ?? deps.clock.now(),
    by: entry.by,
    act: entry.act,
    on: entry.on,
    studyId: entry.studyId ?? null,
    reason: entry.reason ?? null,
    what: entry.what ?? {},
  }));
  await insertAudit(deps.db, lines);
}

/** The latest lines about one thing, oldest first. */
export async function auditOf(deps: Deps, on: string, most: number): Promise<AuditDoc[]> {
  return (await findAudit(deps.db, { on, limit: most })).reverse();
}
