import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { type FieldError, problem } from "../http/problem.ts";
import { schemaFolder } from "../paths.ts";
import { nextOpening } from "./calling-hours.ts";
import { zonesOfCountry } from "./country-zones.ts";
import { findOutcome, type Outcome, type OutcomeCatalogue, outcomeCatalogue } from "./outcome-catalogue.ts";
import type { Policy } from "./policy.ts";

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true });

function validator<T>(file: string) {
  let validate: ReturnType<typeof ajv.compile<T>> | null = null;
  return () => {
    validate ??= ajv.compile<T>(JSON.parse(readFileSync(join(schemaFolder, file), "utf8")));
    return validate;
  };
}

const policyValidator = validator<Policy>("policy.schema.json");
const outcomesValidator = validator<OutcomeCatalogue>("outcomes.schema.json");

/** Found, allowed, where: one readable line per fault. */
function readable(error: ErrorObject): FieldError {
  const value = error.data === undefined ? "" : (JSON.stringify(error.data)?.slice(0, 60) ?? "");
  const found = value ? ` (found ${value})` : "";
  const { allowedValues, additionalProperty, allowedValue } = error.params as Record<string, unknown>;
  const allowed =
    error.keyword === "enum"
      ? `: ${(allowedValues as unknown[]).join(", ")}`
      : error.keyword === "const"
        ? `: ${JSON.stringify(allowedValue)}`
        : error.keyword === "additionalProperties"
          ? `: "${additionalProperty}" is unknown`
          : "";
  return {
    pointer: error.instancePath || "/",
    detail: `${error.message ?? ""}${allowed}${found}`,
    code: `schema.${error.keyword}`,
    params: {
      ...error.params,
      found: value,
      allowed: [allowedValues ?? allowedValue ?? []].flat().map(String).join(", "),
      type: [error.params.type ?? []].flat().join(", "),
    },
  };
}

/** A callable hour must come within so many days. */
const horizonMs = 14 * 86_400_000;

/** For whom a policy is meant. */
export interface PolicyUse {
  /** Where most numbers are; default DE. */
  country?: string;
  /** The study's own outcomes, as the study has them; without: the shipped ones alone. */
  outcomes?: unknown;
  /** The study's telephone; a policy for fiction is refused by every other than the simulated one. */
  telephony?: string;
}

/** A policy whose schema holds can still be of no use. */
function useFaults(policy: Policy, now: Date, use: PolicyUse): FieldError[] {
  const { country = "DE", outcomes = null, telephony = "simulated" } = use;
  const faults: FieldError[] = [];
  for (const [day, spans] of Object.entries(policy.hours.days))
    spans.forEach(([from, to], index) => {
      if (from >= to)
        faults.push({
          pointer: `/hours/days/${day}/${index}`,
          detail: `ends (${to}) before it begins (${from})`,
          code: "span-order",
          params: { from, to },
        });
    });
  const catalogue = outcomeCatalogue(outcomes);
  for (const code of Object.keys(policy.delays))
    if (!findOutcome(catalogue, code))
      faults.push({
        pointer: `/delays/${code}`,
        detail: `is no outcome of ${outcomes ? "the study's" : "the shipped"} catalogue`,
        code: "no-outcome",
        params: { code },
      });
  const zone = zonesOfCountry(country)[0] ?? "UTC";
  const opening = nextOpening(policy.hours, { zones: [zone], country, region: null }, now);
  if (!opening || opening.from.getTime() > now.getTime() + horizonMs)
    faults.push({
      pointer: "/hours",
      detail: "leaves no hour in the next 14 days in which to call",
      code: "no-hour",
    });
  if (policy.fictionOnly && telephony !== "simulated")
    faults.push({
      pointer: "/fictionOnly",
      detail: "is only for the simulated telephone; this study's calls are real",
      code: "fiction-telephone",
    });
  return faults;
}

/** Everything that is wrong with a policy; empty when it can be used. */
export function policyFaults(policy: unknown, now: Date, use: PolicyUse = {}): FieldError[] {
  const validate = policyValidator();
  if (!validate(policy)) return (validate.errors ?? []).map(readable);
  return useFaults(policy as Policy, now, use);
}

/** @throws Problem "policy-refused" with a pointer per fault */
export function checkPolicy(policy: unknown, now: Date, use: PolicyUse = {}): Policy {
  const faults = policyFaults(policy, now, use);
  if (faults.length > 0) throw problem("policy-refused", {}, faults);
  return policy as Policy;
}

/** Everything that is wrong with an outcome catalogue in itself, codes and letters used twice included. */
export function outcomeFaults(catalogue: unknown): FieldError[] {
  const validate = outcomesValidator();
  if (!validate(catalogue)) return (validate.errors ?? []).map(readable);
  const { outcomes } = catalogue as OutcomeCatalogue;
  return [...codesTwice(outcomes), ...lettersTwice(outcomes)];
}

function codesTwice(outcomes: readonly Outcome[]): FieldError[] {
  return outcomes.flatMap(({ code }, index) =>
    outcomes.findIndex((other) => other.code === code) < index
      ? [
          {
            pointer: `/outcomes/${index}/code`,
            detail: `${code} is there twice`,
            code: "code-taken",
            params: { code },
          },
        ]
      : [],
  );
}

/** A letter means one outcome in each situation and language; whatever has none in a language takes the English one. */
function lettersTwice(outcomes: readonly Outcome[]): FieldError[] {
  const locales = new Set(outcomes.flatMap(({ key }) => Object.keys(key ?? {})));
  const taken = new Map<string, string>();
  const faults: FieldError[] = [];
  outcomes.forEach((outcome, index) => {
    for (const situation of outcome.key ? outcome.situations : [])
      for (const locale of locales) {
        const keys = (situation === "unanswered" && outcome.keyUnanswered) || outcome.key || {};
        const letter = keys[locale] ?? keys.en ?? "";
        const place = `${situation}/${locale}/${letter}`;
        const other = taken.get(place);
        if (other && other !== outcome.code)
          faults.push({
            pointer: `/outcomes/${index}/key/${locale}`,
            detail: `${letter} is the key of ${other}`,
            code: "key-taken",
            params: { letter, other },
          });
        taken.set(place, outcome.code);
      }
  });
  return faults;
}
