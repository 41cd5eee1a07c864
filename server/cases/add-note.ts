import type { Deps } from "../deps.ts";
import { addContactNote } from "./contact-store.ts";

/** Longest note, in characters. */
export const longestNote = 500;

/**
 * Writes down what whoever calls next should know. The note is encrypted with the contact: it may name people.
 * The caller has made sure that this person holds the case.
 */
export async function addNote(
  deps: Deps,
  { caseId, by, text }: { caseId: string; by: string; text: string },
): Promise<void> {
  const words = text.trim().slice(0, longestNote);
  if (words) await addContactNote(deps, caseId, { at: deps.clock.now(), by, text: words });
}
