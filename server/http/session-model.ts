import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** A browser session as connect-mongo writes it; declared here for its index. */
export interface SessionDoc {
  /** SHA-256 of the session id: who reads the table cannot enter with it. */
  _id: string;
  session: string;
  expires: Date;
  lastModified: Date;
}

const schema = new Schema<SessionDoc>({
  _id: { type: String, required: true },
  session: { type: String, required: true },
  expires: { type: Date, required: true },
  lastModified: { type: Date },
});

schema.index({ expires: 1 }, { expireAfterSeconds: 0 });

export const sessionModel = defineModel<SessionDoc>("sessions", schema);
