import { Ajv2020 } from "ajv/dist/2020.js";
import type { Act } from "../../surveys/engine/index.ts";
import { problem } from "../http/problem.ts";

const kinds: Act["kind"][] = [
  "answer",
  "special",
  "clear",
  "addItem",
  "renameItem",
  "removeItem",
  "override",
  "language",
  "note",
];

const scalar = { type: ["string", "number", "boolean"] };

const schema = {
  type: "object",
  required: ["fence", "acts"],
  additionalProperties: false,
  properties: {
    fence: { type: "integer", minimum: 1 },
    acts: {
      type: "array",
      minItems: 1,
      maxItems: 500,
      items: {
        type: "object",
        required: ["seq", "kind", "key", "at"],
        additionalProperties: false,
        properties: {
          seq: { type: "integer", minimum: 1 },
          kind: { enum: kinds },
          key: { type: "string", maxLength: 200 },
          value: {
            anyOf: [scalar, { type: "array", items: { type: "string" }, maxItems: 500 }, { type: "object" }],
          },
          at: { type: "string", maxLength: 40 },
          screenMs: { type: "integer", minimum: 0, maximum: 86_400_000 },
        },
      },
    },
  },
};

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile<{
  fence: number;
  acts: Act[];
}>(schema);

/** The body of a batch of acts. @throws Problem "invalid-input" with a JSON pointer per fault */
export function checkActs(body: unknown): { fence: number; acts: Act[] } {
  if (validate(body)) return body;
  const errors = (validate.errors ?? []).map((error) => ({
    pointer: error.instancePath || "/",
    detail: error.message ?? error.keyword,
  }));
  throw problem("invalid-input", {}, errors);
}
