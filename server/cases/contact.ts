export const personRoles = ["informant", "target", "gatekeeper", "referral"] as const;
export type PersonRole = (typeof personRoles)[number];

/** Personal data of one case as it lies in the database: every text is encrypted under `_id` + field. */
export interface ContactDoc {
  /** The case's id. */
  _id: string;
  studyId: string;
  batch: string;
  /** The client's own number for this person, encrypted. */
  reference: string | null;
  persons: { id: string; role: PersonRole; name: string }[];
  numbers: { id: string; e164: string }[];
  notes: { at: Date; by: string; text: string }[];
  numberTags: string[];
  nameTags: string[];
  referenceTag: string | null;
}

/** The same in clear, for as long as a request lasts; never logged. */
export interface Contact {
  reference: string | null;
  persons: { id: string; role: PersonRole; name: string }[];
  numbers: { id: string; e164: string }[];
  notes: { at: Date; by: string; text: string }[];
}
