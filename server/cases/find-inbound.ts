import parsePhoneNumber from "libphonenumber-js/max";
import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import { casesByReference, findFullCases } from "./case-list-store.ts";
import type { Contact } from "./contact.ts";
import { loadContact } from "./contact-store.ts";
import { fieldStudies } from "./field-study.ts";
import { casesByNumber } from "./find-contacts-store.ts";

export interface InboundCandidate {
  item: CaseDoc;
  persons: Contact["persons"];
  /** The number that the person calls from; null when found by the reference. */
  numberId: string | null;
}

/** Written without a country, a number is tried as one of each. */
const countries = ["DE", "GB"] as const;

function numbersIn(text: string): string[] {
  if (!/^[+\d\s()/.-]{5,}$/.test(text)) return [];
  const read = countries.flatMap((country) => {
    const number = parsePhoneNumber(text, country);
    return number?.isPossible() ? [number.number as string] : [];
  });
  return [...new Set(read)];
}

/**
 * Cases of all studies of the house by exact number or exact case reference; nothing is found by a part of either.
 * Those that can still be worked come first.
 */
export async function findInbound(deps: Deps, text: string): Promise<InboundCandidate[]> {
  const typed = text.trim();
  if (!typed) return [];
  const studyIds = [...(await fieldStudies(deps)).keys()];
  const numbers = numbersIn(typed);
  const tags = numbers.map((e164) => deps.vault.numberTag(e164));
  const [byReference, ids] = await Promise.all([
    casesByReference(deps, { studyIds, reference: typed }),
    tags.length > 0 ? casesByNumber(deps, { studyIds, tags }) : [],
  ]);
  const byNumber = await findFullCases(deps, ids);
  const found = [...new Map([...byReference, ...byNumber].map((item) => [item._id, item])).values()];
  const candidates = await Promise.all(
    found.map(async (item) => {
      const contact = await loadContact(deps, item._id);
      const calling = contact?.numbers.find(({ e164 }) => numbers.includes(e164));
      return { item, persons: contact?.persons ?? [], numberId: calling?.id ?? null };
    }),
  );
  const done = ({ item }: InboundCandidate) => (item.state === "final" ? 1 : 0);
  return candidates.sort((a, b) => done(a) - done(b));
}
