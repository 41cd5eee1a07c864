import type { Compiled } from "./compiled.ts";
import { isDate } from "./date-functions.ts";
import type { Act, AnswerValue, Rejection } from "./interview-state.ts";
import { findLookup, searchLookup } from "./search-lookup.ts";
import type { Step } from "./step.ts";

/** What a form sends: what was typed, options marked by mouse, and other-specify texts by answer key. */
export interface Entries {
  entry?: string;
  values?: string[];
  other?: Record<string, string>;
}

export type TypedAct = Pick<Act, "kind" | "key" | "value">;

/** Turns what was typed ("2", "1 3", "12,5", "98") into acts, or says why it cannot be one. */
export function entriesToActs(compiled: Compiled, step: Step, form: Entries): TypedAct[] | Rejection {
  const typed = (form.entry ?? "").trim();
  const others = otherActs(compiled, step, form);
  if (step.kind === "roster")
    return typed ? [{ kind: "addItem", key: step.key, value: typed }] : closeRoster(step);
  // A draw that needs nobody's word is made by going on.
  if (step.select?.asks === "nothing") return [{ kind: "answer", key: step.key, value: {} }];
  if (step.kind === "info") return [{ kind: "answer", key: step.key, value: true }];
  const special = step.specials.find(
    (one) => (one.entry !== "" && one.entry === typed) || form.values?.[0] === `special:${one.id}`,
  );
  if (special && (typed || form.values?.length === 1))
    return [{ kind: "special", key: step.key, value: special.id }];
  if (!typed && !form.values?.length) {
    if (others.length > 0) return others;
    if (!step.required) return [{ kind: "special", key: step.key, value: "empty" }];
    return reject(step, "required");
  }
  const value = typedValue(compiled, step, typed, form.values ?? []);
  if (value !== null && typeof value === "object" && "code" in value && "params" in value)
    return value as Rejection;
  return [{ kind: "answer", key: step.key, value: value as AnswerValue }, ...others];
}

/** The first act only, for callers that send one answer. */
export function entriesToAct(compiled: Compiled, step: Step, form: Entries): TypedAct | Rejection {
  const acts = entriesToActs(compiled, step, form);
  return Array.isArray(acts) ? (acts[0] as TypedAct) : acts;
}

function closeRoster(step: Step): TypedAct[] {
  return [{ kind: "answer", key: step.key, value: true }];
}

function reject(step: Step, code: string, params: Rejection["params"] = {}): Rejection {
  return { code, key: step.key, params };
}

function otherActs(compiled: Compiled, step: Step, form: Entries): TypedAct[] {
  return Object.entries(form.other ?? {}).flatMap(([key, text]) => {
    const known = step.options.some((option) => option.other?.key === key);
    if (!known || !text.trim()) return [];
    return [{ kind: "answer" as const, key, value: otherValue(compiled, key, text.trim()) }];
  });
}

function otherValue(compiled: Compiled, key: string, text: string): AnswerValue {
  const { other } = compiled.others.get(key.split("@", 1)[0] ?? "")?.option ?? {};
  return other?.type === "number" ? (parseNumber(text) ?? text) : text;
}

function typedValue(
  compiled: Compiled,
  step: Step,
  typed: string,
  values: string[],
): AnswerValue | Rejection {
  if (step.select) {
    if (step.select.asks === "person")
      return { selected: typed ? (codeOf(step, typed) ?? typed) : (values[0] ?? "") };
    const eligible = parseNumber(typed || (values[0] ?? ""));
    return eligible === null ? reject(step, "not-a-number", { found: typed.slice(0, 40) }) : { eligible };
  }
  if (step.lookup) return lookupOf(compiled, step, typed, values[0]);
  if (step.options.length > 0) return step.many ? codesOf(step, typed, values) : oneCode(step, typed, values);
  const text = typed || (values[0] ?? "");
  switch (step.type) {
    case "number":
    case "scale":
    case "grid":
      return numberOf(step, text);
    case "date":
      return parseDate(text) ?? reject(step, "not-a-date");
    case "time":
      return parseTime(text) ?? reject(step, "not-a-time");
    case "phone":
      return parsePhone(text, countryOf(compiled, step)) ?? reject(step, "not-a-phone");
    default:
      return text;
  }
}

/** A marked entry counts while it still fits what stands in the search field. */
function lookupOf(
  compiled: Compiled,
  step: Step,
  typed: string,
  marked: string | undefined,
): AnswerValue | Rejection {
  const { list, language, chosen } = step.lookup ?? { list: "", language: "", chosen: null };
  if (marked && (!typed || (chosen?.code === marked && chosen.label === typed))) return marked;
  if (marked && searchLookup(compiled, list, typed, language).some((hit) => hit.code === marked))
    return marked;
  const found = findLookup(compiled, { list, language }, typed);
  if ("code" in found) return found.code;
  const params = { found: typed.slice(0, 40) };
  return found.hits.length === 0
    ? reject(step, "unknown-entry", params)
    : reject(step, "several-entries", params);
}

function countryOf(compiled: Compiled, step: Step): string | undefined {
  const item = compiled.nodes.get(step.itemId)?.item;
  return item?.type === "phone" ? item.country : undefined;
}

function codeOf(step: Step, typed: string): string | null {
  const exact = step.options.find((option) => option.entry === typed || option.code === typed);
  const bare = typed.replace(/^0+(?=.)/, "");
  return (
    (exact ?? step.options.find((option) => option.entry.replace(/^0+(?=.)/, "") === bare))?.code ?? null
  );
}

function oneCode(step: Step, typed: string, values: string[]): AnswerValue | Rejection {
  const code = typed ? codeOf(step, typed) : (values[0] ?? null);
  return code ?? unknownOption(step, typed);
}

function codesOf(step: Step, typed: string, values: string[]): AnswerValue | Rejection {
  if (!typed) return values;
  const codes: string[] = [];
  for (const part of typed.split(/[\s,;+]+/).filter(Boolean)) {
    const code = codeOf(step, part);
    if (code === null) return unknownOption(step, part);
    if (!codes.includes(code)) codes.push(code);
  }
  return codes;
}

function unknownOption(step: Step, found: string): Rejection {
  return reject(step, "unknown-option", {
    found: found.slice(0, 40),
    allowed: step.options.map((option) => option.entry).join(", "),
  });
}

function numberOf(step: Step, text: string): AnswerValue | Rejection {
  const value = parseNumber(text);
  if (value === null) return reject(step, "not-a-number", { found: text.slice(0, 40) });
  // "1.000" could mean one or a thousand: where only whole numbers are allowed, it has to be typed without a mark.
  return step.field.decimals === 0 && /[.,]/.test(text) ? reject(step, "decimals", { decimals: 0 }) : value;
}

/** "12,5" and "12.5" are the same number; anything with two marks is none. */
export function parseNumber(text: string): number | null {
  const clean = text.trim().replace(/^([+-]?)\s+/, "$1");
  return /^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(clean) ? Number(clean.replace(",", ".")) : null;
}

/** 2026-11-23, 23.11.2026, 23/11/2026, 23 11 2026 or 23112026. */
export function parseDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : null;
  if (!parts) return null;
  const date = [parts[0], parts[1]?.padStart(2, "0"), parts[2]?.padStart(2, "0")].join("-");
  return isDate(date) ? date : null;
}

/** 14:30, 14.30, 1430 or 9. */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  return hour < 24 && minute < 60
    ? `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`
    : null;
}

/** Digits in international form; a leading zero needs the country's calling code. */
export function parsePhone(text: string, country: string | undefined): string | null {
  const digits = text.replace(/[\s()/.-]/g, "");
  const number = digits.startsWith("00")
    ? `+${digits.slice(2)}`
    : digits.startsWith("0") && country
      ? `+${country}${digits.slice(1)}`
      : digits;
  return /^\+[1-9]\d{5,14}$/.test(number) ? number : null;
}
