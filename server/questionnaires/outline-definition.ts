import type { Questionnaire } from "../../surveys/engine/index.ts";

/** One line of a questionnaire's outline. */
export interface OutlineLine {
  depth: number;
  type: string;
  id: string;
  when: string | null;
  /** What is read aloud, or the title or label, in the language asked for. */
  text: string;
  instruction: string;
  options: { code: string; label: string }[];
  /** Position among the questions, 1 up; null for what is no question. */
  number: number | null;
  /** JSON pointer of the item. */
  pointer: string;
}

interface AnyItem {
  type: string;
  id: string;
  when?: string;
  read?: unknown;
  title?: unknown;
  label?: unknown;
  message?: unknown;
  instruction?: unknown;
  options?: { code: string; label: unknown }[];
  items?: AnyItem[];
}

const noQuestions = new Set(["info", "block", "roster", "check", "compute", "quota", "end", "select"]);

/** A localised text in one language, or in the first one that it has. Forms show their general form. */
function inLanguage(text: unknown, language: string): string {
  if (typeof text === "string") return text;
  if (typeof text !== "object" || text === null) return "";
  if ("forms" in text) return inLanguage((text as { forms: { other?: unknown } }).forms.other, language);
  const byLanguage = text as Record<string, unknown>;
  return inLanguage(byLanguage[language] ?? Object.values(byLanguage)[0] ?? "", language);
}

/** All items of a questionnaire in order, blocks opened, with their texts in one language. */
export function outlineDefinition(definition: Questionnaire, language: string): OutlineLine[] {
  const lines: OutlineLine[] = [];
  let number = 0;
  const walk = (items: AnyItem[], depth: number, at: string) => {
    items.forEach((item, index) => {
      const pointer = `${at}/${index}`;
      lines.push({
        depth,
        type: item.type,
        id: item.id,
        when: item.when ?? null,
        text: inLanguage(item.read ?? item.title ?? item.message ?? item.label, language),
        instruction: inLanguage(item.instruction, language),
        options: (item.options ?? []).map(({ code, label }) => ({
          code,
          label: inLanguage(label, language),
        })),
        number: noQuestions.has(item.type) ? null : ++number,
        pointer,
      });
      if (item.items) walk(item.items, depth + 1, `${pointer}/items`);
    });
  };
  walk((definition as unknown as { items: AnyItem[] }).items, 0, "/items");
  return lines;
}

/** How many questions a questionnaire has. */
export function countItems(definition: Questionnaire): number {
  return outlineDefinition(definition, "").filter(({ number }) => number !== null).length;
}
