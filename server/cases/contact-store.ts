import type { Vault } from "../compliance/vault.ts";
import type { Deps } from "../deps.ts";
import type { Contact, ContactDoc } from "./contact.ts";
import { contactModel } from "./contact-model.ts";

/** Encrypts a contact for storing, with the tags by which it is found. */
export function sealContact(
  vault: Vault,
  ids: { _id: string; studyId: string; batch: string },
  contact: Contact,
): ContactDoc {
  const seal = (text: string, field: string) => vault.encrypt(text, `${ids._id}${field}`);
  return {
    ...ids,
    reference: contact.reference === null ? null : seal(contact.reference, "reference"),
    persons: contact.persons.map((person) => ({ ...person, name: seal(person.name, `person.${person.id}`) })),
    numbers: contact.numbers.map((number) => ({ ...number, e164: seal(number.e164, `number.${number.id}`) })),
    notes: contact.notes.map((note) => ({ ...note, text: seal(note.text, "note") })),
    numberTags: contact.numbers.map((number) => vault.numberTag(number.e164)),
    nameTags: [...new Set(contact.persons.flatMap((person) => vault.nameTags(person.name)))],
    referenceTag: contact.reference === null ? null : vault.referenceTag(contact.reference),
  };
}

export function unsealContact(vault: Vault, doc: ContactDoc): Contact {
  const open = (text: string, field: string) => vault.decrypt(text, `${doc._id}${field}`);
  return {
    reference: doc.reference === null ? null : open(doc.reference, "reference"),
    persons: doc.persons.map((person) => ({ ...person, name: open(person.name, `person.${person.id}`) })),
    numbers: doc.numbers.map((number) => ({ ...number, e164: open(number.e164, `number.${number.id}`) })),
    notes: doc.notes.map((note) => ({ ...note, text: open(note.text, "note") })),
  };
}

/** The contact of a case in clear; null after erasure. */
export async function loadContact(deps: Deps, caseId: string): Promise<Contact | null> {
  const doc = await contactModel(deps.db).collection.findOne({ _id: caseId as never });
  return doc ? unsealContact(deps.vault, doc as unknown as ContactDoc) : null;
}

/** The contacts of some cases in clear, by case id. */
export async function loadContacts(deps: Deps, caseIds: string[]): Promise<Map<string, Contact>> {
  const docs = (await contactModel(deps.db)
    .collection.find({ _id: { $in: caseIds as never[] } })
    .toArray()) as unknown as ContactDoc[];
  return new Map(docs.map((doc) => [doc._id, unsealContact(deps.vault, doc)]));
}

/** Adds a note for whoever calls next. Repeating with the same instant and author adds nothing. */
export async function addContactNote(
  deps: Deps,
  caseId: string,
  note: { at: Date; by: string; text: string },
): Promise<void> {
  const sealed = { ...note, text: deps.vault.encrypt(note.text, `${caseId}note`) };
  await contactModel(deps.db).updateOne(
    { _id: caseId, notes: { $not: { $elemMatch: { at: note.at, by: note.by } } } },
    { $push: { notes: sealed } },
  );
}

/** Adds a number that was given in a call; nothing when it is there already. */
export async function addContactNumber(
  deps: Deps,
  caseId: string,
  number: { id: string; e164: string },
): Promise<boolean> {
  const tag = deps.vault.numberTag(number.e164);
  const done = await contactModel(deps.db).updateOne(
    { _id: caseId, numberTags: { $ne: tag } },
    {
      $push: {
        numbers: { id: number.id, e164: deps.vault.encrypt(number.e164, `${caseId}number.${number.id}`) },
        numberTags: tag,
      },
    },
  );
  return done.modifiedCount === 1;
}
