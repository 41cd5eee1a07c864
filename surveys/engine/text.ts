/**
 * Texts of a questionnaire: parsed once into pieces, filled per interview. Markup is `*stress*` only and is
 * recognised in the questionnaire's own text, never in what a placeholder brings in.
 */
import type { LocalText, TextForms } from "./definition.ts";
import type { Span, Text } from "./step.ts";

export type Piece = { text: string; em: boolean } | { placeholder: string; em: boolean };
export type TextPlan = Piece[] | { by: string; forms: Record<string, Piece[]> };
export type CompiledText = Record<string, TextPlan>;

/** What a placeholder brings in: a number or code for forms, and the words to show. */
export interface Filling {
  raw: string | number | null;
  shown: string;
}

/** `\*`, `\{` and `\\` stand for themselves; a single star stays a star. */
export function parseText(source: string): Piece[] {
  const pieces: Piece[] = [];
  const stars = [...source.matchAll(/\\.|\*/gs)].filter((match) => match[0] === "*").length;
  const pairs = stars - (stars % 2);
  let em = false;
  let seen = 0;
  let text = "";
  const flush = () => {
    if (text) pieces.push({ text, em });
    text = "";
  };
  for (const [token] of source.matchAll(/\\[*{}\\]|\*|\{[a-z][a-z0-9_]*\}|[^\\*{]+|[\\{]/gs)) {
    if (token === "*" && seen < pairs) {
      seen++;
      flush();
      em = !em;
    } else if (token.length > 2 && token.startsWith("{") && token.endsWith("}")) {
      flush();
      pieces.push({ placeholder: token.slice(1, -1), em });
    } else {
      text += token.length === 2 && token.startsWith("\\") ? token.slice(1) : token;
    }
  }
  flush();
  return pieces;
}

/** One plan per language; a language without a text falls back to the first that has one. */
export function compileText(text: LocalText, languages: readonly string[]): CompiledText {
  const result: CompiledText = {};
  const first = typeof text === "string" ? text : (text[languages[0] ?? ""] ?? Object.values(text)[0] ?? "");
  for (const language of languages) {
    const own = typeof text === "string" ? text : Object.hasOwn(text, language) ? text[language] : undefined;
    result[language] = compilePlan(own ?? first);
  }
  return result;
}

function compilePlan(text: string | TextForms): TextPlan {
  if (typeof text === "string") return parseText(text);
  const forms: Record<string, Piece[]> = {};
  for (const [form, words] of Object.entries(text.forms)) forms[form] = parseText(words);
  return { by: text.by, forms };
}

const pluralRules = new Map<string, Intl.PluralRules>();

function pluralForm(language: string, value: number): string {
  let rules = pluralRules.get(language);
  if (!rules) {
    rules = new Intl.PluralRules(language);
    pluralRules.set(language, rules);
  }
  return rules.select(value);
}

function chooseForm(plan: TextPlan, language: string, fill: (name: string) => Filling): Piece[] {
  if (Array.isArray(plan)) return plan;
  const { raw } = fill(plan.by);
  const { forms } = plan;
  const exact = raw === null ? undefined : Object.hasOwn(forms, String(raw)) ? forms[String(raw)] : undefined;
  if (exact) return exact;
  const form = typeof raw === "number" ? pluralForm(language, raw) : "other";
  return forms[form] ?? forms.other ?? [];
}

/** The text in one language with its placeholders filled, in one pass: what is filled in is never read again. */
export function renderText(text: CompiledText, language: string, fill: (name: string) => Filling): Text {
  const plan = text[language] ?? Object.values(text)[0] ?? [];
  const spans: Span[] = [];
  for (const piece of chooseForm(plan, language, fill)) {
    const words = "text" in piece ? piece.text : fill(piece.placeholder).shown;
    const last = spans.at(-1);
    if (last && Boolean(last.em) === piece.em) last.text += words;
    else if (words) spans.push(piece.em ? { text: words, em: true } : { text: words });
  }
  return spans;
}

/** The words without their stress. */
export function plainText(text: Text): string {
  return text.map((span) => span.text).join("");
}

/** Names of the placeholders that a text uses, in any language. */
export function placeholdersOf(text: CompiledText): Set<string> {
  const names = new Set<string>();
  for (const plan of Object.values(text)) {
    if (!Array.isArray(plan)) names.add(plan.by);
    for (const piece of Array.isArray(plan) ? plan : Object.values(plan.forms).flat()) {
      if ("placeholder" in piece) names.add(piece.placeholder);
    }
  }
  return names;
}

/** Do two versions say the same, in the languages that both have? */
export function sameText(a: CompiledText | undefined, b: CompiledText | undefined): boolean {
  if (!a || !b) return a === b;
  const shared = Object.keys(a).filter((language) => Object.hasOwn(b, language));
  return shared.every((language) => JSON.stringify(a[language]) === JSON.stringify(b[language]));
}
