import type { FormLanguages } from "./form-languages.ts";
import type { Dropped, FormRow } from "./form-sheet.ts";
import { lostMarkup } from "./form-text.ts";

/** Why columns that a telephone questionnaire has no place for are left out. */
const reasons: Record<string, string> = {
  appearance: "the interviewer's screen decides how a question looks",
  default: "an answer comes from the respondent, never from the form",
  parameters: "the parameters belong to a device",
  image: "a telephone carries no pictures",
  audio: "the interviewer reads aloud",
  video: "a telephone carries no films",
  autoplay: "a telephone carries no media",
  "big-image": "a telephone carries no pictures",
  required_message: "the route waits for an answer by itself",
  read_only: "the interviewer changes only what the respondent says",
  label: "what it names is not carried over",
  hint: "only a question has a hint",
  note: "it is a remark of the authors",
  rows: "the interviewer's screen decides how a question looks",
  trigger: "values are computed anew after every answer",
};

/** The same for the settings sheet. */
const settingReasons: Record<string, string> = {
  version: "publishing names a version by its content",
  style: "the interviewer's screen decides how a question looks",
  allow_choice_duplicates: "a choice that is repeated for its choice_filter becomes one option",
  instance_name: "an interview has a number of its own",
  ...{ public_key: "answers stay on the server", submission_url: "answers stay on the server" },
};

const own = (table: Record<string, string>, name: string) =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Collects what is left out, in the order of the form. */
export interface ImportNotes {
  dropped: Dropped[];
  add(row: FormRow, column: string, what: string, why: string): void;
  /** Reports the filled columns that nothing has used. */
  rest(row: FormRow, used: ReadonlySet<string>): void;
}

export function importNotes(): ImportNotes {
  const dropped: Dropped[] = [];
  return {
    dropped,
    add(row, column, what, why) {
      dropped.push({ sheet: row.sheet, row: row.number, column: row.letter(column), what, why });
    },
    rest(row, used) {
      for (const { base, letter, text } of row.filled()) {
        if (used.has(base)) continue;
        const what = `${base}: ${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
        const settings = row.sheet.trim().toLowerCase() === "settings";
        const why = settings
          ? (own(settingReasons, base) ?? "it is a setting of other programs")
          : (own(reasons, base) ?? "there is no such column in a questionnaire");
        dropped.push({ sheet: row.sheet, row: row.number, column: letter, what, why });
      }
    },
  };
}

/** Reports translations that a text lacks, and what of its markup is not carried over. */
export function noteTexts(row: FormRow, base: string, languages: FormLanguages, notes: ImportNotes): void {
  const texts = row.texts(base);
  for (const code of languages.missing(texts))
    notes.add(
      row,
      base,
      `${base} in ${code}`,
      `it is missing; the text of ${languages.standIn(texts)} stands in`,
    );
  for (const lost of new Set([...texts.values()].flatMap(lostMarkup)))
    notes.add(row, base, `${lost} in the ${base}`, "a text has no links and no styles; the words are kept");
}
