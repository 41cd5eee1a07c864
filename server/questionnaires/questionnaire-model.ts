import { Schema } from "mongoose";
import { defineModel } from "../db/define-model.ts";

/** A questionnaire's content, never updated; two studies may share one. */
export interface QuestionnaireDoc {
  /** SHA-256 (hex) of `canonical`. */
  _id: string;
  /** RFC 8785 canonical JSON of the definition: exactly what was hashed. */
  canonical: string;
  storedAt: Date;
}

const schema = new Schema<QuestionnaireDoc>({
  _id: { type: String, required: true, match: /^[0-9a-f]{64}$/ },
  canonical: { type: String, required: true },
  storedAt: { type: Date, required: true },
});

export const questionnaireModel = defineModel<QuestionnaireDoc>("questionnaires", schema);
