import { blocksFor, findBlocks } from "../compliance/blocklist.ts";
import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import type { Contact } from "./contact.ts";
import { loadContacts } from "./contact-store.ts";
import { type FieldStudy, fieldStudies } from "./field-study.ts";
import { findCases, numbersIn } from "./find-cases.ts";

export interface InboundCandidate {
  item: CaseDoc;
  study: FieldStudy | undefined;
  persons: Contact["persons"];
  /** The number that the person calls from; null when found by the reference. */
  numberId: string | null;
  onBlocklist: boolean;
}

/**
 * Cases of all studies of the house by exact number or exact case reference; nothing is found by a part of either,
 * nor by a name. Those that can still be worked come first.
 */
export async function findInbound(deps: Deps, text: string): Promise<InboundCandidate[]> {
  const studies = await fieldStudies(deps);
  const found = await findCases(deps, { studyIds: [...studies.keys()], text });
  const numbers = numbersIn(text.trim());
  const callingOf = (contact: Contact | undefined) =>
    contact?.numbers.find(({ e164 }) => numbers.includes(e164))?.id ?? null;
  const done = ({ item }: InboundCandidate) => (item.state === "final" ? 1 : 0);
  return (await withBlocks(deps, found, callingOf)).sort((a, b) => done(a) - done(b));
}

/** One case as it is for somebody who calls from one of its numbers; null when there is no such case. */
export async function inboundCandidate(
  deps: Deps,
  item: CaseDoc,
  numberId: string | null,
): Promise<InboundCandidate> {
  const [candidate] = await withBlocks(deps, [item], (contact) =>
    contact?.numbers.some(({ id }) => id === numberId) ? numberId : null,
  );
  if (!candidate) throw new Error("a candidate for each case");
  return candidate;
}

async function withBlocks(
  deps: Deps,
  items: CaseDoc[],
  callingOf: (contact: Contact | undefined) => string | null,
): Promise<InboundCandidate[]> {
  const [studies, contacts] = await Promise.all([
    fieldStudies(deps),
    loadContacts(
      deps,
      items.map(({ _id }) => _id),
    ),
  ]);
  const hashOf = (e164: string) => deps.vault.blocklistHash(e164);
  const blocks = await findBlocks(
    deps,
    [...contacts.values()].flatMap(({ numbers }) => numbers.map(({ e164 }) => hashOf(e164))),
  );
  return items.map((item) => {
    const contact = contacts.get(item._id);
    const study = studies.get(item.studyId);
    const numberId = callingOf(contact);
    const blocked = blocksFor(blocks, { studyId: item.studyId, client: study?.client ?? "" });
    // Where the caller's number is not known, one that may be called is enough.
    const asked = contact?.numbers.filter(({ id }) => numberId === null || id === numberId) ?? [];
    const onBlocklist = asked.length > 0 && asked.every(({ e164 }) => blocked.has(hashOf(e164)));
    return { item, study, persons: contact?.persons ?? [], numberId, onBlocklist };
  });
}
