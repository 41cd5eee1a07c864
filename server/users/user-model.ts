import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";
import { type Role, roles } from "./roles.ts";

/** An account of somebody who works here or for a client. */
export interface UserDoc {
  _id: string;
  /** What one types to sign in, in lower case; never changes hands. */
  login: string;
  name: string;
  /** argon2id, encoded with its parameters. */
  passwordHash: string;
  roles: Role[];
  /** Languages that the person interviews in. */
  languages: string[];
  /** Such as "converter" for calling again after a refusal. */
  skills: string[];
  site: string | null;
  /** Language of the screens. */
  locale: string;
  disabled: boolean;
  /** Sessions from before this instant are no longer good: a new password or a lock ends them. */
  sessionsFrom: Date;
  createdAt: Date;
  /** Made by the demo; only these can be entered with one click, and only in demo mode. */
  demo: boolean;
}

const schema = new Schema<UserDoc>({
  _id: { type: String, required: true },
  login: { type: String, required: true, lowercase: true, trim: true },
  name: { type: String, required: true, trim: true },
  passwordHash: { type: String, required: true },
  roles: { type: [{ type: String, enum: roles }], required: true },
  languages: { type: [String], default: [] },
  skills: { type: [String], default: [] },
  site: { type: String, default: null },
  locale: { type: String, required: true, default: "en" },
  disabled: { type: Boolean, required: true, default: false },
  sessionsFrom: { type: Date, required: true },
  createdAt: { type: Date, required: true },
  demo: { type: Boolean, required: true, default: false },
});

schema.index({ login: 1 }, { unique: true });
schema.index({ roles: 1, name: 1 });

export const userModel = defineModel<UserDoc>("users", schema);
