import type { Deps } from "../deps.ts";
import type { AttemptDoc } from "./attempt.ts";
import { attemptsOfCase } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { findCase } from "./case-store.ts";
import type { Contact } from "./contact.ts";
import { loadContact } from "./contact-store.ts";

export { type CaseLine, listCases, listCasesById } from "./case-list-store.ts";
export { findCase } from "./case-store.ts";
export { loadContacts } from "./contact-store.ts";
export { findCases, mostFound } from "./find-cases.ts";

export interface CaseOnDesk {
  item: CaseDoc;
  /** null after erasure. */
  contact: Contact | null;
  /** Oldest first; notes in clear. */
  attempts: AttemptDoc[];
}

/** A case with its people and its whole history, for a supervisor; null when the study has no such case. */
export async function caseOnDesk(
  deps: Deps,
  query: { studyId: string; caseId: string },
): Promise<CaseOnDesk | null> {
  const item = await findCase(deps, query.caseId);
  if (!item || item.studyId !== query.studyId) return null;
  const [contact, attempts] = await Promise.all([
    loadContact(deps, item._id),
    attemptsOfCase(deps, item._id),
  ]);
  const clear = attempts.map((attempt) => ({
    ...attempt,
    note: attempt.note === null ? null : deps.vault.decrypt(attempt.note, attempt._id),
  }));
  return { item, contact, attempts: clear };
}
