import type { Item, Questionnaire } from "../engine/definition.ts";
import { type ChoiceList, noteUnused, readChoices } from "./form-choices.ts";
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

function reportUnknown(languages: FormLanguages, sheet: FormSheet, notes: ImportNotes): void {
  for (const name of languages.unknown)
    if (sheet.languages.includes(name))
      notes.dropped.push({
        ...{ sheet: sheet.name, row: 1, column: sheet.languageLetter(name), what: `texts in ${name}` },
        why: "the language is not known; write it with its code, such as label::English (en)",
      });
}

/** A workbook may have any sheets; what they hold is not in the questionnaire. */
function reportSheets(sheets: readonly Sheet[], notes: ImportNotes): void {
  for (const { name, rows } of sheets) {
    const known = name.trim().toLowerCase();
    if (["survey", "choices", "settings"].includes(known) || rows.length === 0) continue;
    const why = Object.hasOwn(sheetReasons, known) ? sheetReasons[known] : "a form has no sheet of this name";
    notes.dropped.push({
      ...{ sheet: name, row: 1, column: "A", what: `the whole sheet (${rows.length} rows)` },
      why: why ?? "",
    });
  }
}

const sheetReasons: Record<string, string> = {
  external_choices: "lists of select_one_external are not carried over",
  entities: "a questionnaire has no data sets",
  osm: "a telephone draws no map",
};

/** Settings that have no place, and further rows, which other programs do not read either. */
function reportSettings([first, ...more]: readonly FormRow[], notes: ImportNotes): void {
  if (first) notes.rest(first, usedSettings);
  for (const row of more)
    notes.add(row, "form_title", "a second row", "only the first row of the settings counts");
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
  const settingRows = formSheet(sheets, "settings")?.rows ?? [];
  const [settings] = settingRows;
  const languages = languagesOf(survey, choiceSheet, settings);
  const scope = formScope();
  const notes = importNotes();
  for (const sheet of [survey, choiceSheet]) if (sheet) reportUnknown(languages, sheet, notes);
  const lists: Map<string, ChoiceList> = readChoices(choiceSheet, languages, notes);
  const state = importState(languages, scope, notes, lists);
  const items = importRows(state, survey);
  if (items.length === 0)
    throw new XlsFormError(survey.name, 2, "A", "nothing in the form can be asked on the telephone");
  if (choiceSheet) {
    const filters = survey.rows.map((row) => row.get("choice_filter"));
    noteUnused(choiceSheet, lists, state.used, filters, notes);
  }
  reportSettings(settingRows, notes);
  reportSheets(sheets, notes);
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
