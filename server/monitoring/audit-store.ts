import type { Database } from "../db/database.ts";
import { type AuditDoc, auditModel } from "./audit-model.ts";

export async function insertAudit(db: Database, entry: AuditDoc): Promise<void> {
  await auditModel(db).create(entry);
}

/** Newest first; `before` continues a list after its last entry. */
export async function findAudit(
  db: Database,
  filter: { on?: string; studyId?: string; before?: Date; limit: number },
): Promise<AuditDoc[]> {
  const { on, studyId, before, limit } = filter;
  return auditModel(db)
    .find({
      ...(on ? { on } : {}),
      ...(studyId ? { studyId } : {}),
      ...(before ? { at: { $lt: before } } : {}),
    })
    .sort({ at: -1, _id: -1 })
    .limit(limit)
    .lean();
}
