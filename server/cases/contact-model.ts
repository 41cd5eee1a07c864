import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import type { ContactDoc } from "./contact.ts";

const schema = new Schema<ContactDoc>(
  {
    _id: { type: String, required: true },
    studyId: { type: String, required: true },
    batch: { type: String, required: true },
    reference: { type: String, default: null },
    persons: { type: [{ _id: false, id: String, role: String, name: String }], default: [] },
    numbers: { type: [{ _id: false, id: String, e164: String }], default: [] },
    notes: { type: [{ _id: false, at: Date, by: String, text: String }], default: [] },
    numberTags: { type: [String], default: [] },
    nameTags: { type: [String], default: [] },
    referenceTag: { type: String, default: null },
  },
  { minimize: false },
);

// Search by exact number, by whole words of a name, by the client's reference; a name is as common in other studies.
schema.index({ numberTags: 1, studyId: 1 });
schema.index({ nameTags: 1, studyId: 1 });
schema.index({ referenceTag: 1, studyId: 1 });
schema.index({ batch: 1 });

export const contactModel = defineModel<ContactDoc>("contacts", schema);
