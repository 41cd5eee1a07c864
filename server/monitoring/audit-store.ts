import type { Database } from "../db/database.ts";
import { isDuplicateKey } from "../db/is-duplicate-key.ts";
import { type AuditDoc, auditModel } from "./audit-model.ts";

/** Writes new lines; one that is there already under its id stays as it is. */
export async function insertAudit(db: Database, entries: readonly AuditDoc[]): Promise<void> {
  if (entries.length === 0) return;
  try {
    await auditModel(db).insertMany(entries, { ordered: false });
  } catch (error) {
    const { writeErrors } = error as { writeErrors?: { code: number }[] };
    const onlyRepeats = [writeErrors ?? []].flat().every(isDuplicateKey);
    if (!isDuplicateKey(error) || !onlyRepeats) throw error;
  }
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
