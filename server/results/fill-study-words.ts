import type { Category, Variable, Words } from "./variable.ts";

/** What {client}, {institute} and {study} stand for; other placeholders differ from person to person and stay. */
export interface StudyWords {
  client: string;
  institute: string;
  study: string;
}

/** Puts the study's own names into the texts of its variables. */
export function fillStudyWords(variables: readonly Variable[], names: StudyWords): Variable[] {
  const fill = (words: Words): Words =>
    Object.fromEntries(
      Object.entries(words).map(([language, text]) => [
        language,
        text.replace(/\{(client|institute|study)\}/g, (_all, name: keyof StudyWords) => names[name]),
      ]),
    );
  const filled = <T extends Pick<Category, "label">>(entries: readonly T[]): T[] =>
    entries.map((entry) => ({ ...entry, label: fill(entry.label) }));
  return variables.map((variable) => ({
    ...variable,
    label: fill(variable.label),
    read: fill(variable.read),
    instruction: fill(variable.instruction),
    categories: filled(variable.categories),
    specials: filled(variable.specials),
    grid: variable.grid && {
      ...variable.grid,
      label: fill(variable.grid.label),
      read: fill(variable.grid.read),
    },
  }));
}
