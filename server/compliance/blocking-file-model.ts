import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** One complete import of a list of numbers that are not to be called; append-only. Its numbers are in the blocklist. */
export interface BlockingFileDoc {
  _id: string;
  /** Name of the list, as a policy's `blockingFile.list` names it: "ADM". */
  list: string;
  /** Where the file is from, in the words of whoever imported it. */
  source: string;
  /** Date that the file bears. */
  date: Date;
  numbers: number;
  at: Date;
  by: string;
}

const schema = new Schema<BlockingFileDoc>({
  _id: { type: String, required: true },
  list: { type: String, required: true },
  source: { type: String, required: true },
  date: { type: Date, required: true },
  numbers: { type: Number, required: true },
  at: { type: Date, required: true },
  by: { type: String, required: true },
});
schema.index({ list: 1, date: -1 });

export const blockingFileModel = defineModel<BlockingFileDoc>("blocking-files", schema);
