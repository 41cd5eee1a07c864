import { expect } from "chai";
import { conditionScope } from "../../../surveys/engine/condition.ts";
import { parseXPath, XPathProblem } from "../../../surveys/xlsform/xpath-syntax.ts";
import {
  conditionToCel,
  type FormName,
  type TranslateContext,
  valueToCel,
} from "../../../surveys/xlsform/xpath-to-cel.ts";
import { evaluateXPath, type Given } from "./evaluate-xpath.ts";

const today = "2026-11-23";
const form: Record<string, FormName> = {
  age: { id: "age", type: "number" },
  income: { id: "income", type: "number" },
  sex: { id: "sex", type: "code" },
  grade: { id: "grade", type: "code", numeric: true },
  district: { id: "district", type: "code", codes: new Map([["Lahore&Sialkot", "Lahore_Sialkot"]]) },
  media: { id: "media", type: "list" },
  name: { id: "name", type: "text" },
  born: { id: "born", type: "date" },
  visit: { id: "visit", type: "date" },
  dwelling: { id: "dwelling", type: "code", options: new Set(["house", "flat"]) },
  day: { id: "interview.today", type: "date", always: true },
};

const context: TranslateContext = {
  lookUp(name) {
    const found = form[name];
    if (!found) throw new XPathProblem(`\${${name}} is no question before this row`);
    return found;
  },
};

const celNames = {
  ...{ age: "double", income: "double", sex: "string", grade: "string", district: "string" },
  ...{
    media: "list<string>",
    name: "string",
    born: "string",
    visit: "string",
    dwelling: "string",
    interview: "Interview",
  },
};

/** Whether a condition in CEL opens a question for these answers, through the engine's own condition scope. */
function celIsTrue(source: string, given: Given): boolean {
  const scope = conditionScope(celNames, { Interview: { today: "string" } });
  const condition = scope.compile(source);
  if (!("isTrue" in condition)) throw new Error(`${source}: ${condition.message}`);
  const values: Record<string, unknown> = {
    interview: Object.assign(scope.makeRecord("Interview"), { today }),
  };
  const status: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const renamed = form[name]?.codes?.get(String(value)) ?? value;
    values[name] = renamed;
    status[name] = "";
  }
  return condition.isTrue({ values, status });
}

/** `{age}` stands for the form's `${age}`, which a linter would take for a forgotten template. */
const formOf = (short: string) => short.replaceAll(/\{(\w+)\}/g, (_, name) => `\${${name}}`);

const people: Given[] = [
  {},
  { age: 17, sex: "f", grade: "2", media: ["tv"], name: "Ada", born: "2009-05-01", visit: "2026-11-23" },
  {
    age: 18,
    income: 0,
    dwelling: "house",
    sex: "m",
    grade: "10",
    media: ["tv", "radio", "none"],
    name: "",
    born: "1990-01-31",
  },
  {
    age: 64.5,
    income: 2500,
    district: "Lahore&Sialkot",
    media: ["radio"],
    name: 'Al\'s "Bar"',
    visit: "2026-01-01",
  },
  { income: -3.5, sex: "x", grade: "1", district: "Sindh", born: "2026-11-23", visit: "2026-11-24" },
  { age: 40, income: 40, dwelling: "flat", sex: "f", grade: "40", media: ["none"], name: "Bartholomew" },
];

const conditions = [
  "{age} = 18",
  "{age} != 18",
  "{age} >= 18 and {age} < 65",
  "{age} < 18 or {income} > 2000",
  "not({age} >= 18)",
  "not({age} = 18)",
  "not(not({age} = 18))",
  "not({age} < 18 or {income} > 2000)",
  "not({age} < 18 and {income} > 2000)",
  "{sex} = 'f'",
  "{sex} != 'f'",
  "{sex} = 'f' or {sex} = 'x'",
  "not({sex} = 'f')",
  "{sex} = ''",
  "{sex} != ''",
  "not({sex} = '')",
  "{grade} = 2",
  "{grade} = '2'",
  "{grade} > 2",
  "{grade} <= 10",
  "not({grade} > 2)",
  "{grade} + 1 = 3",
  "{district} = 'Lahore&Sialkot'",
  "{district} != 'Lahore&Sialkot'",
  "selected({district}, 'Lahore&Sialkot')",
  "selected({media}, 'tv')",
  "not(selected({media}, 'tv'))",
  "selected({media}, 'tv') and selected({media}, 'radio')",
  "not(selected({media}, 'none') and count-selected({media}) > 1)",
  "selected({sex}, 'm')",
  "not(selected({sex}, 'm'))",
  "count-selected({media}) = 0",
  "count-selected({media}) <= 2",
  "count-selected({media}) > 1 or {age} = 17",
  "string-length({name}) > 3",
  "string-length({name}) = 0",
  "not(string-length({name}) > 3)",
  "contains({name}, 'a')",
  "not(contains({name}, 'a'))",
  "starts-with({name}, 'Al')",
  "{name} = 'Ada'",
  "{name} != 'Ada'",
  '{name} = "Al\'s"',
  "{age} + {income} > 50",
  "{age} - {income} = 0",
  "{age} * 2 > 36",
  "{income} div 2 = 1250",
  "{age} div 2 = 8.5",
  "{income} mod 2 = 0",
  "-{income} > 0",
  "{age} > {income}",
  "{age} = {income}",
  "{age} != {income}",
  "not({age} > {income})",
  "{born} < today()",
  "{born} <= today()",
  "{visit} > today()",
  "{visit} = today()",
  "{born} < {visit}",
  "{born} >= date('2000-01-01')",
  "{born} > '2000-01-01'",
  "not({born} > '2000-01-01')",
  "if({age} >= 18, 1, 0) = 1",
  "if({sex} = 'f', {age}, {income}) > 20",
  "coalesce({income}, 0) = 0",
  "coalesce({income}, {age}) > 30",
  "int({age}) = 64",
  "int({income}) = -3",
  "round({age}) = 65",
  "floor({age}) = 64",
  "ceiling({age}) = 65",
  "abs({income}) = 3.5",
  "number({grade}) >= 10",
  "true()",
  "false() or {sex} = 'm'",
  "({sex} = 'f' or {sex} = 'm') and {age} > 17",
  "{sex} = 'f' or {sex} = 'm' and {age} > 17",
  "once({age}) = 40",
  "today() - {born} > 365",
  "int((today() - {born}) div 365.25) >= 18",
  "not(int((today() - {born}) div 365.25) < 18)",
  "{visit} - {born} < 0",
  "{visit} - 1 = today()",
  "{born} + 30 > today()",
  "concat({name}, ' ', {sex}) = 'Ada f'",
  "string-length(concat({name}, {district})) > 4",
  "{dwelling} = 'house' or {age} > 18",
  "{dwelling} = 'castle' or {age} > 18",
  "not({dwelling} = 'castle')",
  "{dwelling} != 'castle'",
  "selected({dwelling}, 'castle')",
  "not(selected({dwelling}, 'castle')) and {age} > 18",
  "{day} >= {visit}",
  "not({day} = '2026-11-23')",
];

describe("XPath conditions as conditions of a questionnaire", () => {
  it("are put to the test in at least 60 pairs", () => {
    expect(new Set(conditions).size).to.be.at.least(60);
  });

  for (const xpath of conditions)
    it(`${xpath} keeps its meaning, whoever was answered for`, () => {
      const cel = conditionToCel(formOf(xpath), context);
      const tree = parseXPath(formOf(xpath));
      for (const person of people) {
        const value = evaluateXPath(tree, { ...person, day: today }, null, today);
        expect(celIsTrue(cel, person), `${cel} for ${JSON.stringify(person)}`).to.equal(value === true);
      }
    });

  it("keeps a constraint's meaning, which is asked of the question itself", () => {
    const own = { ...context, self: { id: "media", type: "list" as const } };
    const source = "not(selected(., 'none') and count-selected(.) > 1)";
    const cel = conditionToCel(source, own, true);
    for (const person of people)
      expect(celIsTrue(cel, person)).to.equal(evaluateXPath(parseXPath(source), person, "media", today));
  });

  for (const [xpath, reason] of [
    ["regex({name}, '[a-z]+')", "regex() is not carried over"],
    ["{unknown} = 1", "no question before"],
    ["jr:itext(instance('x')/root/item) = 1", "paths into the form"],
    ["{name} > 3", "is no number"],
    ["{media} = 'tv'", "selected() would carry over"],
    ["not(if({sex} = 'f', {age}, {income}) > 20)", "if() or coalesce()"],
    ["{age} = ", "ends too early"],
    ["{age} § 2", "cannot be read"],
    ["selected({age}, 'a')", "has no options"],
  ] as const)
    it(`refuses ${xpath} and says why`, () => {
      expect(() => conditionToCel(formOf(xpath), context)).to.throw(XPathProblem, reason);
    });

  it("carries a calculation over with its type", () => {
    expect(valueToCel(formOf("{age} * 2"), context)).to.include({ source: "age * 2", type: "number" });
    expect(valueToCel(formOf("if({age} > 17, 'adult', 'minor')"), context)).to.include({ type: "text" });
  });
});
