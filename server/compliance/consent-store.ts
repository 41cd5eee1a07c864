import type { Deps } from "../deps.ts";
import { type ConsentDoc, consentModel } from "./consent-model.ts";

/** Adds a record; the same `_id` twice is one record. */
export async function recordConsent(deps: Deps, doc: ConsentDoc): Promise<void> {
  await consentModel(deps.db).updateOne({ _id: doc._id }, { $setOnInsert: doc }, { upsert: true });
}

/** Does the latest record of this number in this study allow calls? `proved`: only one that names its proof. */
export async function hasCallConsent(
  deps: Deps,
  studyId: string,
  numberHash: string,
  { proved }: { proved: boolean },
): Promise<boolean> {
  const latest = await consentModel(deps.db)
    .findOne({ numberHash, purpose: "call", studyId })
    .sort({ at: -1 })
    .lean<ConsentDoc>();
  return latest?.given === true && (!proved || Boolean(latest.proof));
}

/** Has any number of the study a consent to calls with its proof? */
export async function hasProvedConsents(deps: Deps, studyId: string): Promise<boolean> {
  const found = await consentModel(deps.db).collection.findOne(
    { studyId, purpose: "call", given: true, proof: { $gt: "" } },
    { projection: { _id: 1 } },
  );
  return found !== null;
}
