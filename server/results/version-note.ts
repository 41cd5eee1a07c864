import { translator } from "../views/translate.ts";
import { type VariableType, type Words, wordsIn } from "./variable.ts";

/** What somebody who reads data of several versions has to know; `versions` are those that differ from the newest. */
export type VersionNote =
  | { code: "only-in"; variable: string; versions: string[] }
  | { code: "new-in"; variable: string; versions: string[] }
  | { code: "reworded"; variable: string; versions: string[] }
  | { code: "renamed"; variable: string; name: string; versions: string[] }
  | {
      code: "retyped";
      variable: string;
      name: string;
      was: VariableType;
      is: VariableType;
      versions: string[];
    }
  | { code: "option-only-in"; variable: string; option: string; label: Words; versions: string[] }
  | {
      code: "special-recoded";
      variable: string;
      option: string;
      label: Words;
      was: string;
      versions: string[];
    }
  | { code: "option-new-in"; variable: string; option: string; label: Words; versions: string[] }
  | { code: "option-reworded"; variable: string; option: string; was: Words; is: Words; versions: string[] };

/** The note as one sentence for a reader. */
export function versionNoteText(note: VersionNote, locale: string): string {
  const t = translator(locale);
  const words = (label: Words) => wordsIn(label, locale);
  const params: Record<string, unknown> = {
    ...note,
    count: note.versions.length,
    versions: note.versions.join(", "),
  };
  if ("label" in note) params.label = words(note.label);
  if (note.code === "option-reworded") Object.assign(params, { was: words(note.was), is: words(note.is) });
  if (note.code === "retyped")
    Object.assign(params, {
      was: t(`results.cb.types.${note.was}`),
      is: t(`results.cb.types.${note.is}`),
    });
  return t(`results.versions.notes.${note.code}`, params);
}
