import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Finding } from "./finding.ts";

/** What was found, short enough for one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === "object") return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

const escapePointer = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

const names: Record<string, string> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  null: "null",
  number: "a number",
  object: "an object",
  string: "a text",
};

/** The values a discriminator may have; a definition that is referred to is named after its value. */
function kinds(schema: ErrorObject["parentSchema"], tag: string): string {
  const branches: { $ref?: string; properties?: Record<string, { const?: string }> }[] = schema?.oneOf ?? [];
  return branches
    .map((branch) => branch.properties?.[tag]?.const ?? branch.$ref?.split("/").at(-1))
    .map(shown)
    .join(", ");
}

type Teller = (error: ErrorObject) => { at?: string; message: string };

/** One sentence per schema keyword; `at` goes below the place that ajv names. */
const tellers: Record<string, Teller> = {
  required: ({ params }) => ({ message: `"${params.missingProperty}" is missing here; add it` }),
  additionalProperties: ({ params }) => ({
    at: params.additionalProperty,
    message: `"${params.additionalProperty}" is not known here; check the spelling or remove it`,
  }),
  type: ({ params, data }) => ({
    message: `found ${shown(data)}; allowed is ${[params.type]
      .flat()
      .map((type: string) => names[type])
      .join(" or ")}`,
  }),
  enum: ({ params, data }) => ({
    message: `found ${shown(data)}; allowed are ${params.allowedValues.map(shown).join(", ")}`,
  }),
  const: ({ params, data }) => ({
    message: `found ${shown(data)}; allowed is ${shown(params.allowedValue)}`,
  }),
  pattern: ({ params, data }) => ({ message: `found ${shown(data)}; it must match ${params.pattern}` }),
  minimum: ({ params, data }) => ({ message: `found ${shown(data)}; the least allowed is ${params.limit}` }),
  maximum: ({ params, data }) => ({ message: `found ${shown(data)}; the most allowed is ${params.limit}` }),
  minItems: ({ params, data }) => ({ message: `found ${shown(data)}; at least ${params.limit} are needed` }),
  maxItems: ({ params, data }) => ({ message: `found ${shown(data)}; at most ${params.limit} are allowed` }),
  minLength: ({ params, data }) => ({
    message: `found ${shown(data)}; at least ${params.limit} characters are needed`,
  }),
  maxLength: ({ params, data }) => ({
    message: `found a text of ${String(data).length} characters; at most ${params.limit} are allowed`,
  }),
  minProperties: ({ params }) => ({ message: `at least ${params.limit} entry is needed` }),
  uniqueItems: ({ params }) => ({
    message: `entries ${params.j} and ${params.i} are the same; keep one of them`,
  }),
  propertyNames: ({ params }) => ({
    at: params.propertyName,
    message: `the name "${params.propertyName}" is not allowed here`,
  }),
  discriminator: ({ params, data, parentSchema }) => ({
    at: params.tag,
    message:
      params.error === "mapping"
        ? `found ${shown((data as Record<string, unknown>)[params.tag])}; allowed are ${kinds(parentSchema, params.tag)}`
        : `"${params.tag}" is missing; it says which kind this is: ${kinds(parentSchema, params.tag)}`,
  }),
  false: () => ({ message: "is not allowed here; remove it" }),
};

/** Keywords whose branches speak for themselves; their own error adds nothing. */
const silent = new Set(["if", "anyOf", "oneOf", "allOf", "not"]);

function tell(error: ErrorObject): Finding {
  const teller: Teller = tellers[error.keyword] ?? (() => ({ message: error.message ?? error.keyword }));
  const told = teller(error);
  const pointer = error.instancePath + (told.at === undefined ? "" : `/${escapePointer(told.at)}`);
  return { code: "schema", pointer, message: told.message };
}

/** Among alternatives that all failed, the ones that got deepest are what the writer meant. */
function relevant(errors: ErrorObject[]): ErrorObject[] {
  const alternatives = errors.filter((error) => error.keyword === "anyOf" || error.keyword === "oneOf");
  const untyped = new Set(
    errors.filter((error) => error.keyword === "discriminator").map((error) => error.instancePath),
  );
  const dropped = new Set(
    errors.filter((error) => error.params.missingProperty === "type" && untyped.has(error.instancePath)),
  );
  for (const alternative of alternatives) {
    const branches = errors.filter(
      (error) => error !== alternative && error.schemaPath.startsWith(`${alternative.schemaPath}/`),
    );
    const deepest = Math.max(0, ...branches.map((error) => error.instancePath.length));
    if (deepest === alternative.instancePath.length) {
      // Nothing of any branch fitted: one sentence for all of them is clearer than one for each.
      for (const branch of branches.filter((error) => error.keyword !== "type")) dropped.add(branch);
    } else {
      for (const branch of branches.filter((error) => error.instancePath.length < deepest))
        dropped.add(branch);
    }
  }
  const kept = errors.filter((error) => !dropped.has(error) && !silent.has(error.keyword));
  return kept.length > 0 ? kept : errors;
}

/** Several findings at one place about its type become one: "allowed is a text or an object". */
function merge(findings: Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const [found, allowed] = finding.message.split("; allowed is ");
    const key = `${finding.pointer} ${found}`;
    const before = merged.get(key);
    if (!before) merged.set(key, { ...finding });
    else if (allowed && !before.message.includes(allowed)) before.message += ` or ${allowed}`;
  }
  return [...merged.values()];
}

/** Checks against the JSON Schema of questionnaires (or any other that uses the same keywords). */
export type SchemaCheck = (json: unknown) => Finding[];

/** Compiles a schema once. The schema is an argument because this folder reads no files. */
export function schemaCheck(schema: object): SchemaCheck {
  // strictRequired would forbid naming, in an alternative, a property that is declared beside it.
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    discriminator: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  const validate: ValidateFunction = ajv.compile(schema);
  return (json) => (validate(json) ? [] : merge(relevant(validate.errors ?? []).map(tell)));
}
