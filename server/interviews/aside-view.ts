import type { TFunction } from "i18next";
import type { Compiled } from "../../surveys/engine/index.ts";
import type { InterviewDoc } from "./interview-model.ts";
import type { KeyOffer } from "./key-line.ts";

const nameOf = (language: string, t: TFunction) =>
  t(`station.languages.${language}`, { defaultValue: language });

/** Beside the question: the languages of the questionnaire, and where a note is sent. */
export function asideView({ definition }: Compiled, { caseId, _id, state }: InterviewDoc, t: TFunction) {
  const languages = definition.languages.map((language) => ({
    code: language,
    name: nameOf(language, t),
    now: language === state.language,
  }));
  return {
    note: { action: `/cases/${caseId}/note` },
    languages: languages.length > 1 ? { action: `/interviews/${_id}/language`, list: languages } : null,
  };
}

/** Keys of what stands beside the question: a note, and the next language of the questionnaire. */
export function asideKeys({ definition }: Compiled, { state }: InterviewDoc, t: TFunction): KeyOffer[] {
  const { languages } = definition;
  const next = languages[(languages.indexOf(state.language) + 1) % languages.length] ?? state.language;
  const note: KeyOffer = { key: "N", words: t("keys.note"), does: "note", href: "#note-text" };
  if (next === state.language) return [note];
  const language = { key: "L", words: nameOf(next, t), does: "language" };
  return [note, { ...language, form: "language", name: "language", value: next }];
}
