import type { Database } from "../db/database.ts";
import { type QuestionnaireDoc, questionnaireModel } from "./questionnaire-model.ts";

/** Content under its own hash: storing it twice is storing it once. */
export async function insertQuestionnaire(db: Database, questionnaire: QuestionnaireDoc): Promise<void> {
  const { _id, ...rest } = questionnaire;
  await questionnaireModel(db).updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
}

export async function findQuestionnaire(db: Database, hash: string): Promise<QuestionnaireDoc | null> {
  return questionnaireModel(db).findById(hash).lean();
}
