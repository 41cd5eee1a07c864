import { celEnv, parse, plan } from "@bufbuild/cel";
import { expect } from "chai";
import fc from "fast-check";
import { conditionScope } from "../../../surveys/engine/condition.ts";

const scope = conditionScope(
  { a: "double", b: "double", s: "string", t: "string", l: "list<string>", p: "bool" },
  {},
);

const number = fc.oneof(
  fc.constantFrom("a", "b"),
  fc.integer({ min: -20, max: 20 }).map((value) => (value < 0 ? `(${value}.0)` : `${value}.0`)),
);
const text = fc.oneof(fc.constantFrom("s", "t"), fc.constantFrom("'1'", "'2'", "''", "'x y'"));
const { expression } = fc.letrec<{ expression: string; sum: string }>((tie) => ({
  sum: fc.oneof(
    { depthSize: "small" },
    number,
    fc
      .tuple(tie("sum"), fc.constantFrom("+", "-", "*"), tie("sum"))
      .map(([x, sign, y]) => `(${x} ${sign} ${y})`),
  ),
  expression: fc.oneof(
    { depthSize: "small" },
    fc.constant("p"),
    fc
      .tuple(tie("sum"), fc.constantFrom("<", "<=", ">", ">=", "==", "!="), tie("sum"))
      .map((parts) => parts.join(" ")),
    fc.tuple(text, fc.constantFrom("==", "!="), text).map((parts) => parts.join(" ")),
    text.map((one) => `${one} in l`),
    text.map((one) => `${one} in ['1', '2']`),
    text.map((one) => `l.exists(e, e == ${one})`),
    text.map((one) => `size(l.filter(e, e != ${one})) > 1`),
    text.map((one) => `${one}.startsWith('1')`),
    fc
      .tuple(tie("expression"), fc.constantFrom("&&", "||"), tie("expression"))
      .map(([x, sign, y]) => `(${x} ${sign} ${y})`),
    tie("expression").map((one) => `!(${one})`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([c, x, y]) => `((${c}) ? (${x}) : (${y}))`),
  ),
}));

const values = fc.record(
  {
    a: fc.integer({ min: -20, max: 20 }),
    b: fc.integer({ min: -20, max: 20 }),
    s: fc.constantFrom("1", "2", "x y", "12"),
    t: fc.constantFrom("1", "2", ""),
    l: fc.array(fc.constantFrom("1", "2", "3"), { maxLength: 3 }),
    p: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** The other implementation: an error (a name without a value) means unknown. */
function oracle(source: string, context: object): unknown {
  const result = plan(celEnv({}), parse(source))(context as never);
  return typeof result === "boolean" ? result : undefined;
}

describe("conditions", () => {
  it("mean what another implementation of CEL says, unknown included", () => {
    fc.assert(
      fc.property(expression, values, (source, context) => {
        const compiled = scope.compile(source);
        if (!("value" in compiled)) throw new Error(`${source}: ${compiled.message}`);
        expect(
          compiled.value({ values: context, status: {} }),
          `${source} with ${JSON.stringify(context)}`,
        ).to.equal(oracle(source, context));
      }),
      { numRuns: 400 },
    );
  });

  it("keep their brackets", () => {
    const compiled = scope.compile("p && a - (b + 1) > 0");
    if (!("value" in compiled)) throw new Error(compiled.message);
    expect(compiled.value({ values: { p: true, a: 3, b: 2 }, status: {} })).to.equal(false);
    expect(compiled.value({ values: { p: true, a: 4, b: 2 }, status: {} })).to.equal(true);
  });
});
