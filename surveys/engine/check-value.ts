import type { Compiled, CompiledOption, Node } from "./compiled.ts";
import { isDate } from "./date-functions.ts";
import type { OtherSpecify } from "./definition.ts";
import type { AnswerValue, Rejection } from "./interview-state.ts";

export type ValueProblem = Pick<Rejection, "code" | "params"> | null;

const problem = (code: string, params: Rejection["params"] = {}): ValueProblem => ({ code, params });

/** Is this a value that the question can hold? `options` are those that can be chosen now. */
export function checkValue(
  compiled: Compiled,
  node: Node,
  value: AnswerValue,
  options: readonly CompiledOption[],
  today: string,
): ValueProblem {
  const { item } = node;
  switch (item.type) {
    case "info":
      return value === true ? null : problem("type");
    case "single":
    case "consent":
    case "relation":
      return checkCode(value, options);
    case "multiple":
      return checkCodes(value, options, item.min ?? 1, item.max ?? options.length);
    case "ranking": {
      const least = Math.min(item.min ?? item.max ?? options.length, options.length);
      return checkCodes(value, options, least, Math.min(item.max ?? options.length, options.length));
    }
    case "grid":
      if (item.scale) return checkNumber(value, item.scale.min, item.scale.max, 0);
      return item.multiple ? checkCodes(value, options, 1, options.length) : checkCode(value, options);
    case "number":
      return checkNumber(value, item.min, item.max, item.decimals ?? 0);
    case "scale":
      return checkNumber(value, item.min, item.max, 0);
    case "text":
      return checkText(value, item.minLength ?? 1, item.maxLength ?? (item.long ? 4000 : 200));
    case "date":
      return checkDate(value, item.min, item.max, today);
    case "time":
      if (typeof value !== "string" || !/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return problem("not-a-time");
      return checkRange(value, item.min, item.max);
    case "lookup":
      if (typeof value !== "string") return problem("type");
      return compiled.lists.get(item.list)?.byCode.has(value)
        ? null
        : problem("unknown-entry", { found: value });
    case "phone":
      return typeof value === "string" && /^\+[1-9]\d{5,14}$/.test(value) ? null : problem("not-a-phone");
    default:
      return problem("type");
  }
}

/** The same for an other-specify field. */
export function checkOther(other: OtherSpecify, value: AnswerValue): ValueProblem {
  if (other.type === "number") return checkNumber(value, other.min, other.max, other.decimals ?? 0);
  return checkText(value, 1, other.maxLength ?? 200);
}

function checkCode(value: AnswerValue, options: readonly CompiledOption[]): ValueProblem {
  if (typeof value !== "string") return problem("type");
  return options.some((option) => option.code === value) ? null : unknownOption(value, options);
}

function unknownOption(code: string, options: readonly CompiledOption[]): ValueProblem {
  return problem("unknown-option", {
    found: code.slice(0, 40),
    allowed: options.map((option) => option.code).join(", "),
  });
}

function checkCodes(
  value: AnswerValue,
  options: readonly CompiledOption[],
  least: number,
  max: number,
): ValueProblem {
  if (!Array.isArray(value)) return problem("type");
  // Earlier answers may leave fewer options than must be chosen: then all of them are enough.
  const min = Math.min(least, options.filter((option) => !option.exclusive).length);
  const byCode = new Map(options.map((option) => [option.code, option]));
  for (const code of value)
    if (typeof code !== "string" || !byCode.has(code)) return unknownOption(String(code), options);
  if (new Set(value).size < value.length) return problem("twice");
  if (value.length > 1) {
    const alone = value.find((code) => byCode.get(code)?.exclusive);
    if (alone !== undefined) return problem("exclusive", { code: alone });
    if (value.length < min) return problem("too-few", { min });
    if (value.length > max) return problem("too-many", { max });
    return null;
  }
  if (value.length === 0) return problem("too-few", { min: Math.max(1, min) });
  return byCode.get(value[0] ?? "")?.exclusive || min <= 1 ? null : problem("too-few", { min });
}

function checkNumber(
  value: AnswerValue,
  min: number | undefined,
  max: number | undefined,
  decimals: number,
): ValueProblem {
  if (typeof value !== "number" || !Number.isFinite(value)) return problem("not-a-number");
  if (Number(value.toFixed(decimals)) !== value) return problem("decimals", { decimals });
  return checkRange(value, min, max);
}

function checkRange<T extends number | string>(
  value: T,
  min: T | undefined,
  max: T | undefined,
): ValueProblem {
  if (min !== undefined && value < min) return problem("too-small", { min });
  if (max !== undefined && value > max) return problem("too-large", { max });
  return null;
}

function checkText(value: AnswerValue, min: number, max: number): ValueProblem {
  if (typeof value !== "string") return problem("type");
  if (value.trim().length < Math.max(1, min)) return problem("too-short", { min: Math.max(1, min) });
  return value.length > max ? problem("too-long", { max }) : null;
}

function checkDate(
  value: AnswerValue,
  min: string | undefined,
  max: string | undefined,
  today: string,
): ValueProblem {
  if (typeof value !== "string" || !isDate(value)) return problem("not-a-date");
  const day = (limit: string | undefined) => (limit === "today" ? today : limit);
  return checkRange(value, day(min), day(max));
}
