import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** One sample import. Its cases are there, for everybody, once `status` is "complete": that is one write. */
export interface ImportDoc {
  /** The batch of its cases and contacts. */
  _id: string;
  studyId: string;
  status: "loading" | "complete" | "failed";
  startedAt: Date;
  /** Sign of life while loading. */
  aliveAt: Date;
  by: string;
  /** Name of the uploaded file; "" when it was none. */
  filename: string;
  /** Source of the numbers, by its id in the study. */
  source: string | null;
  rows: number;
  cases: number;
  /** Rows left out: on the blocklist, and as duplicates. */
  blocked: number;
  duplicates: number;
  /** First running number of its references. */
  firstNumber: number;
  replicates: number;
  /** Replicates up to this one are released; the planner releases what is left to do. */
  releasedTo: number;
}

const schema = new Schema<ImportDoc>({
  _id: { type: String, required: true },
  studyId: { type: String, required: true },
  status: { type: String, enum: ["loading", "complete", "failed"], required: true },
  startedAt: { type: Date, required: true },
  aliveAt: { type: Date, required: true },
  by: { type: String, required: true },
  filename: { type: String, default: "" },
  source: { type: String, default: null },
  rows: { type: Number, required: true },
  cases: { type: Number, required: true },
  blocked: { type: Number, default: 0 },
  duplicates: { type: Number, default: 0 },
  firstNumber: { type: Number, required: true },
  replicates: { type: Number, required: true },
  releasedTo: { type: Number, required: true },
});
// One import of a study at a time.
schema.index(
  { studyId: 1 },
  { name: "loading", unique: true, partialFilterExpression: { status: "loading" } },
);
schema.index({ status: 1, studyId: 1, firstNumber: -1 });

export const importModel = defineModel<ImportDoc>("imports", schema);
