import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** The researcher's working copy for one study. Any text is kept, also one that is not yet JSON. */
export interface DraftDoc {
  /** The study's id: one draft a study. */
  _id: string;
  text: string;
  /** Counts the saves; who saves over somebody else's is told. */
  revision: number;
  savedAt: Date;
  by: string;
}

const schema = new Schema<DraftDoc>({
  _id: { type: String, required: true },
  text: { type: String, default: "" },
  revision: { type: Number, required: true },
  savedAt: { type: Date, required: true },
  by: { type: String, required: true },
});

export const draftModel = defineModel<DraftDoc>("drafts", schema);
