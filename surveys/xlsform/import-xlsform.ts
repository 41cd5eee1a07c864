import type { Item, Questionnaire } from "../engine/definition.ts";
import { type ChoiceList, readChoices } from "./form-choices.ts";
import { type FormLanguages, formLanguages } from "./form-languages.ts";
import { questionnaireId } from "./form-names.ts";
import { formScope } from "./form-scope.ts";
import {
  type Dropped,
  type FormRow,
  type FormSheet,
  formSheet,
  type Sheet,
  XlsFormError,
} from "./form-sheet.ts";
import { type ImportNotes, importNotes } from "./import-notes.ts";
import { importRows } from "./import-rows.ts";
import { importState } from "./import-state.ts";

export interface ImportResult {
  questionnaire: Questionnaire;
  /** Questions that an interviewer asks. */
  questions: number;
  dropped: Dropped[];
}

/** Settings that a questionnaire has, or that say nothing to it; all others are reported. */
const usedSettings = new Set(["form_title", "title", "form_id", "id_string", "default_language"]);

function countQuestions(items: readonly Item[]): number {
  return items.reduce((sum, item) => {
    if (item.type === "block" || item.type === "roster") return sum + countQuestions(item.items);
    return sum + (["info", "compute", "check", "quota", "end"].includes(item.type) ? 0 : 1);
  }, 0);
}

function languagesOf(
  survey: FormSheet,
  choices: FormSheet | null,
  settings: FormRow | undefined,
): FormLanguages {
  const names = [...new Set([...survey.languages, ...(choices?.languages ?? [])])];
  return formLanguages(names, settings?.get("default_language") ?? "");
}

function reportUnknown(languages: FormLanguages, survey: FormSheet, notes: ImportNotes): void {
  for (const name of languages.unknown)
    notes.dropped.push({
      sheet: survey.name,
      row: 1,
      column: "",
      what: `texts in ${name}`,
      why: "the language is not known; write it with its code, such as label::English (en)",
    });
}

/**
 * A form of ODK, KoboToolbox, SurveyCTO or ONA as a questionnaire (https://xlsform.org/en/ref-table/).
 * @param fallbackTitle used where the settings give none
 * @throws XlsFormError where the form itself is broken; what a telephone cannot carry is only reported
 */
export function importXlsForm(sheets: readonly Sheet[], fallbackTitle: string): ImportResult {
  const survey = formSheet(sheets, "survey");
  if (!survey) throw new XlsFormError("survey", 1, "A", "the workbook has no sheet of this name");
  for (const column of ["type", "name"])
    if (!survey.has(column)) throw new XlsFormError(survey.name, 1, "A", `there is no column “${column}”`);
  const choiceSheet = formSheet(sheets, "choices");
  const settings = formSheet(sheets, "settings")?.rows[0];
  const languages = languagesOf(survey, choiceSheet, settings);
  const scope = formScope();
  const notes = importNotes();
  reportUnknown(languages, survey, notes);
  const lists: Map<string, ChoiceList> = readChoices(choiceSheet, languages, notes, () => null);
  const state = importState(languages, scope, notes, lists);
  const items = importRows(state, survey);
  if (items.length === 0)
    throw new XlsFormError(survey.name, 2, "A", "nothing in the form can be asked on the telephone");
  if (settings) notes.rest(settings, usedSettings);
  const title = settings?.get("form_title") || settings?.get("title") || fallbackTitle;
  const { placeholders } = scope;
  return {
    questionnaire: {
      formatVersion: 1,
      id: questionnaireId(settings?.get("form_id") || title),
      title: Object.fromEntries(languages.codes.map((code) => [code, title])),
      languages: languages.codes,
      ...(Object.keys(placeholders).length > 0 ? { placeholders } : {}),
      specials: { refused: { label: state.words("refused") } },
      items,
    },
    questions: countQuestions(items),
    dropped: notes.dropped,
  };
}
