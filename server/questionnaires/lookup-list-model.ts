import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** A long code list in one language, never updated; many questionnaires may name it. */
export interface LookupListDoc {
  /** SHA-256 (hex) of `canonical`. */
  _id: string;
  /** RFC 8785 canonical JSON of {language, entries}: exactly what was hashed. */
  canonical: string;
  storedAt: Date;
}

const schema = new Schema<LookupListDoc>({
  _id: { type: String, required: true, match: /^[0-9a-f]{64}$/ },
  canonical: { type: String, required: true },
  storedAt: { type: Date, required: true },
});

export const lookupListModel = defineModel<LookupListDoc>("lookup-lists", schema);
