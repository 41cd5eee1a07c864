import type { Deps } from "../deps.ts";
import type { AuditDoc } from "./audit-model.ts";
import { insertAudit } from "./audit-store.ts";

export interface AuditEntry {
  by: string;
  act: string;
  on: string;
  studyId?: string;
  reason?: string;
  what?: AuditDoc["what"];
}

/** Writes one line of the house's diary: who did what to what, and why. */
export async function writeAudit(deps: Deps, entry: AuditEntry): Promise<void> {
  await insertAudit(deps.db, {
    _id: deps.newId(),
    at: deps.clock.now(),
    by: entry.by,
    act: entry.act,
    on: entry.on,
    studyId: entry.studyId ?? null,
    reason: entry.reason ?? null,
    what: entry.what ?? {},
  });
}
