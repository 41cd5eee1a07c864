import type { Dropped, FormRow } from "./form-sheet.ts";

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
  note: "it is a remark of the authors",
  rows: "the interviewer's screen decides how a question looks",
  trigger: "values are computed anew after every answer",
};

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
        const why = Object.hasOwn(reasons, base)
          ? reasons[base]
          : "there is no such column in a questionnaire";
        dropped.push({ sheet: row.sheet, row: row.number, column: letter, what, why: why ?? "" });
      }
    },
  };
}
