import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { AttemptDoc } from "./attempt.ts";
import { findCase, pushCaseNumber } from "./case-store.ts";
import { addContactNumber, loadContact } from "./contact-store.ts";
import { readNumber } from "./read-number.ts";

/**
 * Stores a number that was given in a call, before the attempt is closed, so that a crash loses none. The digits go
 * to the contact, the rest to the case; the attempt names the number, so a repeat adds nothing. One that the case
 * has already stays as it is.
 * @throws Problem "new-number-invalid"
 */
export async function addGivenNumber(deps: Deps, attempt: AttemptDoc, typed: string): Promise<void> {
  const item = await findCase(deps, attempt.caseId);
  if (!item) throw problem("not-found");
  const dialed = item.numbers.find((number) => number.id === attempt.numberId);
  // The wanted person still lives where the sample said, as far as anybody knows: one zone of it stays.
  const zone = dialed?.zones.length === 1 ? dialed.zones[0] : "";
  const number = readNumber(typed, dialed?.country ?? "DE", zone ?? "");
  if ("code" in number) throw problem("new-number-invalid");
  const { e164, ...members } = number;
  const id = `given${attempt.no}`;
  await addContactNumber(deps, item._id, { id, e164 });
  const contact = await loadContact(deps, item._id);
  const stored = contact?.numbers.some((one) => one.id === id && one.e164 === e164);
  if (stored) await pushCaseNumber(deps, item._id, { ...members, id, state: "callable", attempts: 0 });
}
