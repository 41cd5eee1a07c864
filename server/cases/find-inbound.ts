import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import type { Contact } from "./contact.ts";
import { loadContacts } from "./contact-store.ts";
import { fieldStudies } from "./field-study.ts";
import { findCases, numbersIn } from "./find-cases.ts";

export interface InboundCandidate {
  item: CaseDoc;
  persons: Contact["persons"];
  /** The number that the person calls from; null when found by the reference. */
  numberId: string | null;
}

/**
 * Cases of all studies of the house by exact number or exact case reference; nothing is found by a part of either,
 * nor by a name. Those that can still be worked come first.
 */
export async function findInbound(deps: Deps, text: string): Promise<InboundCandidate[]> {
  const found = await findCases(deps, { studyIds: [...(await fieldStudies(deps)).keys()], text });
  const contacts = await loadContacts(
    deps,
    found.map(({ _id }) => _id),
  );
  const numbers = numbersIn(text.trim());
  const done = ({ item }: InboundCandidate) => (item.state === "final" ? 1 : 0);
  return found
    .map((item) => {
      const contact = contacts.get(item._id);
      const calling = contact?.numbers.find(({ e164 }) => numbers.includes(e164));
      return { item, persons: contact?.persons ?? [], numberId: calling?.id ?? null };
    })
    .sort((a, b) => done(a) - done(b));
}
