import type { LocalText, TextForms } from "../engine/definition.ts";
import type { LintSubject } from "./rule.ts";

/** A text of the definition with its place. */
export interface TextAt {
  text: LocalText;
  pointer: string;
  /** Index of the item in reading order, or null outside items. */
  visit: number | null;
}

const roles = [
  "read",
  "instruction",
  "probe",
  "help",
  "label",
  "title",
  "unit",
  "minLabel",
  "maxLabel",
  "message",
  "yes",
  "no",
];
const lists = ["options", "rows", "fixed"];

/** Every text that an interview may show. Entries of lookup lists are left out: they have their own languages. */
export function textsOf(subject: LintSubject): TextAt[] {
  const { definition, visits } = subject;
  const found: TextAt[] = [{ text: definition.title, pointer: "/title", visit: null }];
  const add = (holder: object, names: readonly string[], pointer: string, visit: number | null) => {
    for (const name of names) {
      const text = (holder as Record<string, LocalText | undefined>)[name];
      if (text !== undefined) found.push({ text, pointer: `${pointer}/${name}`, visit });
    }
  };
  for (const [id, special] of Object.entries(definition.specials ?? {}))
    add(special, ["label"], `/specials/${id}`, null);
  for (const [name, one] of Object.entries(definition.placeholders ?? {}))
    add(one, ["fallback"], `/placeholders/${name}`, null);
  for (const { item, pointer, index } of visits) {
    add(item, roles, pointer, index);
    if ("scale" in item && item.scale) add(item.scale, ["minLabel", "maxLabel"], `${pointer}/scale`, index);
    if ("labels" in item && item.labels)
      add(item.labels, Object.keys(item.labels), `${pointer}/labels`, index);
    for (const name of lists) {
      const entries = (item as unknown as Record<string, { other?: object }[] | undefined>)[name] ?? [];
      if (!Array.isArray(entries)) continue;
      entries.forEach((entry, at) => {
        add(entry, ["label"], `${pointer}/${name}/${at}`, index);
        if (entry.other) add(entry.other, ["label"], `${pointer}/${name}/${at}/other`, index);
      });
    }
  }
  return found;
}

/** The written strings of a text with their pointers, forms included. */
export function stringsOf({
  text,
  pointer,
}: TextAt): { words: string; language: string | null; pointer: string }[] {
  if (typeof text === "string") return [{ words: text, language: null, pointer }];
  return Object.entries(text).flatMap(([language, own]: [string, string | TextForms]) => {
    const here = `${pointer}/${language}`;
    if (typeof own === "string") return [{ words: own, language, pointer: here }];
    return Object.entries(own.forms).map(([form, words]) => ({
      words,
      language,
      pointer: `${here}/forms/${form}`,
    }));
  });
}
