import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { contactModel } from "./contact-model.ts";
import { sealContact } from "./contact-store.ts";

const chunk = 2000;

/**
 * Cases that were made up, with the encrypted contact that every case has. The digits are counted up from a block of
 * Berlin, because there are more cases than numbers of fiction; they are never dialed. `personOf` names the person of
 * the nth.
 */
export async function storeMadeUpCases(
  deps: Deps,
  cases: readonly CaseDoc[],
  firstNumber = 0,
  personOf?: (n: number) => { name: string; reference: string },
): Promise<void> {
  let next = 20_000_000 + firstNumber;
  for (let start = 0; start < cases.length; start += chunk) {
    const some = cases.slice(start, start + chunk);
    const contacts = some.map(({ _id, studyId, batch, numbers }, offset) => {
      const person = personOf?.(firstNumber + start + offset);
      return sealContact(
        deps.vault,
        { _id, studyId, batch },
        {
          reference: person?.reference ?? null,
          persons: person ? [{ id: "p1", role: "target", name: person.name }] : [],
          notes: [],
          numbers: numbers.map(({ id }) => ({ id, e164: `+4930${next++}` })),
        },
      );
    });
    await Promise.all([
      caseModel(deps.db).collection.insertMany(some as never[], { ordered: false }),
      contactModel(deps.db).collection.insertMany(contacts as never[], { ordered: false }),
    ]);
  }
}
