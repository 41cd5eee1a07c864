import { expect } from "chai";
import type { Questionnaire } from "../../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { schema } from "../fixture.ts";
import { questionnaireOf } from "../interview-driver.ts";

interface Case {
  code: string;
  pointer: string;
  level?: "warnings";
  invalid: unknown[] | Questionnaire;
  /** As near as possible, but right. */
  valid: unknown[] | Questionnaire;
}

const options = (...codes: string[]) => codes.map((code) => ({ code, label: `Option ${code}` }));
const single = (id: string, more: object = {}) => ({
  type: "single",
  id,
  read: "Q?",
  options: options("1", "2"),
  specials: ["dk"],
  ...more,
});
const number = (id: string, more: object = {}) => ({
  type: "number",
  id,
  read: "N?",
  min: 0,
  max: 9,
  specials: ["dk"],
  ...more,
});
const multiple = (id: string, more: object = {}) => ({ ...single(id), type: "multiple", ...more });
const info = (id: string, more: object = {}) => ({ type: "info", id, read: "Text", ...more });
const grid = {
  type: "grid",
  id: "g",
  read: "G?",
  rows: options("a", "b"),
  options: options("1", "2"),
  specials: ["dk"],
};
const roster = (more: object = {}) => ({
  type: "roster",
  id: "person",
  count: "n",
  max: 3,
  label: "one",
  items: [number("age")],
  ...more,
});
const check = (questions: string[], when = "n > 5") => ({
  type: "check",
  id: "c",
  level: "soft",
  when,
  questions,
  message: "M",
});
const german = (text: unknown) => questionnaireOf([info("i", { read: text })], { languages: ["en", "de"] });
const filled = (text: string, placeholders: object = {}) =>
  questionnaireOf([number("n"), info("i", { read: text })], {
    placeholders: placeholders as Questionnaire["placeholders"],
  });
const fromN = { source: "answer", question: "n" };

const cases: Case[] = [
  {
    code: "duplicate-id",
    pointer: "/items/1/id",
    invalid: [number("n"), number("n")],
    valid: [number("n"), number("m")],
  },
  {
    code: "reserved-id",
    pointer: "/items/0/id",
    invalid: [number("position")],
    valid: [number("positions")],
  },
  {
    code: "code-duplicate",
    pointer: "/items/0/options/1/code",
    invalid: [single("q", { options: options("1", "1") })],
    valid: [single("q")],
  },
  {
    code: "code-lookalike",
    level: "warnings",
    pointer: "/items/0/options/1/code",
    invalid: [single("q", { options: options("1", "01") })],
    valid: [single("q", { options: options("1", "11") })],
  },
  {
    code: "unknown-special",
    pointer: "/items/0/specials/0",
    invalid: [number("n", { specials: ["never"] })],
    valid: [number("n", { specials: ["dk"] })],
  },
  {
    code: "entry-clash",
    pointer: "/items/0/specials/0",
    invalid: [single("q", { options: options("1", "98") })],
    valid: [single("q", { options: options("1", "97") })],
  },
  {
    code: "text-missing",
    pointer: "/items/0/read/de",
    invalid: german({ en: "A" }),
    valid: german({ en: "A", de: "B" }),
  },
  {
    code: "text-language",
    level: "warnings",
    pointer: "/items/0/read/fr",
    invalid: german({ en: "A", de: "B", fr: "C" }),
    valid: german({ en: "A", de: "B" }),
  },
  {
    code: "text-invisible",
    pointer: "/items/0/read",
    invalid: [info("i", { read: "a\u200bb" })],
    valid: [info("i", { read: "a\u00adb" })],
  },
  {
    code: "text-blank",
    pointer: "/items/0/read",
    invalid: [info("i", { read: "  " })],
    valid: [info("i", { read: "." })],
  },
  {
    code: "text-markup",
    level: "warnings",
    pointer: "/items/0/read",
    invalid: [info("i", { read: "a <b>c</b>" })],
    valid: [info("i", { read: "a < b > c" })],
  },
  {
    code: "text-star",
    level: "warnings",
    pointer: "/items/0/read",
    invalid: [info("i", { read: "a *b" })],
    valid: [info("i", { read: "a *b* \\*" })],
  },
  {
    code: "text-long",
    level: "warnings",
    pointer: "/items/0/read",
    invalid: [info("i", { read: "x".repeat(601) })],
    valid: [info("i", { read: "x".repeat(600) })],
  },
  {
    code: "placeholder-unknown",
    pointer: "/items/1/read",
    invalid: filled("{m}"),
    valid: filled("{n}", { n: fromN }),
  },
  {
    code: "placeholder-source",
    pointer: "/placeholders/n/question",
    invalid: filled("{n}", { n: { source: "answer", question: "m" } }),
    valid: filled("{n}", { n: fromN }),
  },
  {
    code: "placeholder-later",
    pointer: "/items/0/read",
    invalid: questionnaireOf([info("i", { read: "{n}" }), number("n")], {
      placeholders: { n: fromN } as never,
    }),
    valid: filled("{n}", { n: fromN }),
  },
  {
    code: "placeholder-unused",
    level: "warnings",
    pointer: "/placeholders/n",
    invalid: filled("x", { n: fromN }),
    valid: filled("{n}", { n: fromN }),
  },
  {
    code: "placeholder-fallback",
    level: "warnings",
    pointer: "/placeholders/s",
    invalid: filled("{s}", { s: { source: "contact", name: "street" } }),
    valid: filled("{s}", { s: { source: "contact", name: "street", fallback: "your street" } }),
  },
  {
    code: "placeholder-parity",
    level: "warnings",
    pointer: "/items/0/read/de",
    invalid: german({ en: "{client}", de: "x" }),
    valid: german({ en: "{client}", de: "{client}" }),
  },
  {
    code: "form-unknown",
    pointer: "/items/0/read/en/by",
    invalid: [info("i", { read: { en: { by: "n", forms: { other: "x" } } } })],
    valid: filled("{n}", { n: fromN }),
  },
  {
    code: "plural-form",
    level: "warnings",
    pointer: "/items/1/read/en/forms",
    invalid: questionnaireOf(
      [number("n"), info("i", { read: { en: { by: "n", forms: { other: "x {n}" } } } })],
      { placeholders: { n: fromN } as never },
    ),
    valid: questionnaireOf(
      [number("n"), info("i", { read: { en: { by: "n", forms: { one: "y {n}", other: "x {n}" } } } })],
      { placeholders: { n: fromN } as never },
    ),
  },
  {
    code: "condition-syntax",
    pointer: "/items/1/when",
    invalid: [number("n"), info("i", { when: "n >" })],
    valid: [number("n"), info("i", { when: "n > 1" })],
  },
  {
    code: "condition-type",
    pointer: "/items/1/when",
    invalid: [single("q"), info("i", { when: "q == 1" })],
    valid: [single("q"), info("i", { when: "q == '1'" })],
  },
  {
    code: "condition-unknown-name",
    pointer: "/items/1/when",
    invalid: [number("n"), info("i", { when: "m > 1" })],
    valid: [number("n"), info("i", { when: "n > 1" })],
  },
  {
    code: "condition-function",
    pointer: "/items/1/when",
    invalid: [
      { ...number("t"), type: "text", min: undefined, max: undefined },
      info("i", { when: "t.matches('a')" }),
    ].map((one) => JSON.parse(JSON.stringify(one))),
    valid: [number("n"), info("i", { when: "round(n) > 1" })],
  },
  {
    code: "condition-nesting",
    pointer: "/items/1/when",
    invalid: [multiple("m"), info("i", { when: "m.exists(a, m.exists(b, m.exists(c, a == c)))" })],
    valid: [multiple("m"), info("i", { when: "m.exists(a, m.exists(b, a == b))" })],
  },
  {
    code: "condition-code",
    pointer: "/items/1/when",
    invalid: [single("q"), info("i", { when: "q == '3'" })],
    valid: [single("q"), info("i", { when: "q == '2'" })],
  },
  {
    code: "condition-constant",
    level: "warnings",
    pointer: "/items/0/when",
    invalid: [info("i", { when: "1 > 2" })],
    valid: [number("n"), info("i", { when: "n > 2" })],
  },
  {
    code: "condition-unguarded",
    level: "warnings",
    pointer: "/items/2/when",
    invalid: [number("n"), roster(), info("i", { when: "size(person.filter(p, p.age > 1)) > 0" })],
    valid: [
      number("n"),
      roster(),
      info("i", { when: "size(person.filter(p, has(p.age) && p.age > 1)) > 0" }),
    ],
  },
  {
    code: "reference-later",
    pointer: "/items/0/when",
    invalid: [info("i", { when: "n > 1" }), number("n")],
    valid: [number("n"), info("i", { when: "n > 1" })],
  },
  {
    code: "reference-random-sibling",
    pointer: "/items/0/items/1/when",
    invalid: [
      { type: "block", id: "b", order: "random", items: [number("n"), info("i", { when: "n > 1" })] },
    ],
    valid: [{ type: "block", id: "b", items: [number("n"), info("i", { when: "n > 1" })] }],
  },
  {
    code: "unknown-row",
    pointer: "/items/1/when",
    invalid: [grid, info("i", { when: "g.c == '1'" })],
    valid: [grid, info("i", { when: "g.a == '1'" })],
  },
  {
    code: "check-question",
    pointer: "/items/1/questions/0",
    invalid: [number("n"), check(["m"])],
    valid: [number("n"), check(["n"])],
  },
  {
    code: "options-from",
    pointer: "/items/1/optionsFrom",
    invalid: [number("n"), multiple("m", { optionsFrom: "n" })],
    valid: [multiple("n"), multiple("m", { optionsFrom: "n" })],
  },
  {
    code: "option-anchor",
    level: "warnings",
    pointer: "/items/0/options/1/anchor",
    invalid: [multiple("m", { options: [...options("1"), { code: "2", label: "B", anchor: true }] })],
    valid: [
      multiple("m", { order: "random", options: [...options("1"), { code: "2", label: "B", anchor: true }] }),
    ],
  },
  {
    code: "option-loose",
    level: "warnings",
    pointer: "/items/0/options/1",
    invalid: [
      multiple("m", {
        order: "random",
        options: [...options("1"), { code: "2", label: "None", exclusive: true }],
      }),
    ],
    valid: [multiple("m", { options: [...options("1"), { code: "2", label: "None", exclusive: true }] })],
  },
  {
    code: "option-label",
    level: "warnings",
    pointer: "/items/0/options/1/label",
    invalid: [
      single("q", {
        options: [
          { code: "1", label: "A" },
          { code: "2", label: "A" },
        ],
      }),
    ],
    valid: [single("q")],
  },
  {
    code: "option-special",
    level: "warnings",
    pointer: "/items/0/options/1",
    invalid: [single("q", { options: [...options("1"), { code: "2", label: "Don't know" }] })],
    valid: [single("q")],
  },
  {
    code: "option-all-exclusive",
    level: "warnings",
    pointer: "/items/0/options",
    invalid: [multiple("m", { options: options("1", "2").map((one) => ({ ...one, exclusive: true })) })],
    valid: [multiple("m")],
  },
  {
    code: "option-other",
    pointer: "/items/0/options/0/other",
    invalid: [
      { ...grid, options: [{ code: "1", label: "A", other: { type: "text", id: "o" } }, ...options("2")] },
    ],
    valid: [grid],
  },
  {
    code: "limit-order",
    pointer: "/items/0/max",
    invalid: [number("n", { min: 10 })],
    valid: [number("n", { min: 9 })],
  },
  {
    code: "limit-options",
    pointer: "/items/0/min",
    invalid: [multiple("m", { min: 3 })],
    valid: [multiple("m", { min: 2 })],
  },
  {
    code: "limit-date",
    pointer: "/items/0/min",
    invalid: [{ type: "date", id: "d", read: "D?", min: "2026-02-30" }],
    valid: [{ type: "date", id: "d", read: "D?", min: "2026-02-28" }],
  },
  {
    code: "limit-missing",
    level: "warnings",
    pointer: "/items/0",
    invalid: [{ type: "number", id: "n", read: "N?", specials: [] }],
    valid: [number("n")],
  },
  {
    code: "specials-none",
    level: "warnings",
    pointer: "/items/0",
    invalid: [{ type: "scale", id: "s", read: "S?", min: 1, max: 5 }],
    valid: [{ type: "scale", id: "s", read: "S?", min: 1, max: 5, specials: [] }],
  },
  {
    code: "unreachable",
    pointer: "/items/1",
    invalid: [{ type: "end", id: "e", outcome: "complete" }, number("n")],
    valid: [number("n"), { type: "end", id: "e", outcome: "complete" }],
  },
  {
    code: "shuffled-end",
    pointer: "/items/0/items/1",
    invalid: [
      {
        type: "block",
        id: "b",
        order: "random",
        items: [number("n"), { type: "end", id: "e", outcome: "refused" }],
      },
    ],
    valid: [{ type: "block", id: "b", items: [number("n"), { type: "end", id: "e", outcome: "refused" }] }],
  },
  {
    code: "quota-by",
    pointer: "/items/1/by/0",
    invalid: [number("n"), { type: "quota", id: "k", by: ["m"] }],
    valid: [number("n"), { type: "quota", id: "k", by: ["n"] }],
  },
  {
    code: "quota-unasked",
    level: "warnings",
    pointer: "/items/2/by/0",
    invalid: [number("n"), number("m", { when: "n > 1" }), { type: "quota", id: "k", by: ["m"] }],
    valid: [
      number("n"),
      number("m", { when: "n > 1" }),
      { type: "quota", id: "k", by: ["m"], when: "n > 1" },
    ],
  },
  {
    code: "quota-roster",
    pointer: "/items/1/items/1",
    invalid: [number("n"), roster({ items: [number("age"), { type: "quota", id: "k" }] })],
    valid: [number("n"), roster(), { type: "quota", id: "k" }],
  },
  {
    code: "weighting-late",
    level: "warnings",
    pointer: "/items/2",
    invalid: [
      number("n"),
      { type: "end", id: "e", when: "n > 1", outcome: "ineligible" },
      number("w", { weighting: true }),
    ],
    valid: [
      number("w", { weighting: true }),
      number("n"),
      { type: "end", id: "e", when: "n > 1", outcome: "ineligible" },
    ],
  },
  {
    code: "roster-from",
    pointer: "/items/1/from",
    invalid: [single("n"), roster({ count: undefined, from: "n" })].map((one) =>
      JSON.parse(JSON.stringify(one)),
    ),
    valid: [multiple("n"), roster({ count: undefined, from: "n" })].map((one) =>
      JSON.parse(JSON.stringify(one)),
    ),
  },
  {
    code: "roster-max",
    level: "warnings",
    pointer: "/items/1",
    invalid: [number("n"), JSON.parse(JSON.stringify(roster({ max: undefined })))],
    valid: [number("n"), roster()],
  },
  {
    code: "roster-label",
    level: "warnings",
    pointer: "/items/1",
    invalid: [number("n"), JSON.parse(JSON.stringify(roster({ label: undefined })))],
    valid: [number("n"), roster()],
  },
  {
    code: "select-roster",
    pointer: "/items/0",
    invalid: [{ type: "select", id: "s", method: "kish", read: "S" }],
    valid: [{ type: "select", id: "s", method: "lastBirthday", read: "S" }],
  },
  {
    code: "unknown-roster",
    pointer: "/items/1/roster",
    invalid: [number("n"), { type: "select", id: "s", method: "kish", roster: "n", read: "S" }],
    valid: [number("n"), roster(), { type: "select", id: "s", method: "kish", roster: "person", read: "S" }],
  },
  {
    code: "relation-inverse",
    pointer: "/items/2/options/0/inverse",
    invalid: [
      number("n"),
      roster(),
      {
        type: "relation",
        id: "r",
        roster: "person",
        read: "R",
        options: [{ code: "1", label: "A", inverse: "2" }],
      },
    ],
    valid: [
      number("n"),
      roster(),
      {
        type: "relation",
        id: "r",
        roster: "person",
        read: "R",
        options: [{ code: "1", label: "A", inverse: "1" }],
      },
    ],
  },
  {
    code: "unknown-list",
    pointer: "/items/0/list",
    invalid: [{ type: "lookup", id: "l", read: "L?", list: "jobs" }],
    valid: questionnaireOf([{ type: "lookup", id: "l", read: "L?", list: "jobs" }], {
      lists: { jobs: { entries: [{ code: "1", label: "Baker" }] } },
    }),
  },
  {
    code: "export-column",
    pointer: "/items/2/id",
    invalid: [number("n"), roster({ id: "p" }), number("p_n")],
    valid: [number("n"), roster({ id: "p" }), number("p_m")],
  },
  {
    code: "schema",
    pointer: "/items/0/mx",
    invalid: [number("n", { mx: 3 })],
    valid: [number("n", { max: 3 })],
  },
];

const run = (subject: Case["invalid"]) =>
  checkQuestionnaire(Array.isArray(subject) ? questionnaireOf(subject) : subject, schema);

describe("the linter", () => {
  for (const { code, pointer, level = "errors", invalid, valid } of cases) {
    it(`${code}: finds it at ${pointer}, and lets the near miss pass`, () => {
      const found = run(invalid)[level].filter((finding) => finding.code === code);
      expect(found.map((finding) => finding.pointer)).to.include(pointer);
      expect(found[0]?.message).to.match(/\S{3,}/);
      const near = run(valid);
      expect(near.errors).to.deep.equal([]);
      expect(near[level].filter((finding) => finding.code === code)).to.deep.equal([]);
    });
  }
});
