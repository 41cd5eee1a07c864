import {
  check,
  fixed,
  grid,
  info,
  multiple,
  number,
  numbers,
  options,
  type RuleCase,
  roster,
  single,
} from "./rule-parts.ts";

export const flowCases: RuleCase[] = [
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
    code: "quota-by",
    pointer: "/items/1/by/0",
    invalid: [info("i"), { type: "quota", id: "k", by: ["i"] }],
    valid: [number("n"), { type: "quota", id: "k", by: ["n"] }],
  },
  {
    code: "quota-by",
    pointer: "/items/1/by/0",
    invalid: [multiple("m"), { type: "quota", id: "k", by: ["m"] }],
    valid: [single("m"), { type: "quota", id: "k", by: ["m"] }],
  },
  {
    code: "quota-by",
    pointer: "/items/1/by/0",
    invalid: [
      { type: "text", id: "t", read: "T?" },
      { type: "quota", id: "k", by: ["t"] },
    ],
    valid: [
      { type: "text", id: "t", read: "T?" },
      { type: "compute", id: "told", value: "answered(t)", as: "boolean" },
      { type: "quota", id: "k", by: ["told"] },
    ],
  },
  {
    code: "quota-by",
    pointer: "/items/2/by/0",
    invalid: [number("n"), roster(), { type: "quota", id: "k", by: ["age"] }],
    valid: [
      number("n"),
      roster(),
      {
        type: "compute",
        id: "oldest",
        value: "max(person.filter(p, has(p.age)).map(p, p.age))",
        as: "number",
      },
      { type: "quota", id: "k", by: ["oldest"] },
    ],
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
    code: "unknown-roster",
    pointer: "/items/1/roster",
    invalid: [
      fixed("house", [fixed("lodger", [number("n")])]),
      { type: "select", id: "s", method: "kish", roster: "lodger", read: "S" },
    ],
    valid: [
      fixed("house", [
        fixed("lodger", [number("n")]),
        { type: "select", id: "s", method: "kish", roster: "lodger", read: "S" },
      ]),
    ],
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
    code: "export-column",
    pointer: "/items/2/id",
    invalid: [number("n"), roster({ id: "p" }), number("p_n")],
    valid: [number("n"), roster({ id: "p" }), number("p_m")],
  },
  {
    code: "block-order",
    level: "warnings",
    pointer: "/items/0/order",
    invalid: [{ type: "block", id: "b", order: "random", items: [number("n")] }],
    valid: [{ type: "block", id: "b", order: "random", items: [number("n"), number("m")] }],
  },
  {
    code: "roster-depth",
    pointer: "/items/1/items/0/items/0",
    invalid: [number("n"), roster({ items: [fixed("a", [fixed("b", [number("m")])])] })],
    valid: [number("n"), roster({ items: [fixed("a", [number("m")])] })],
  },
  {
    code: "export-length",
    level: "warnings",
    pointer: "/items/0/id",
    invalid: [{ ...grid, id: "g".repeat(32), rows: options("a".repeat(32)) }],
    valid: [{ ...grid, id: "g".repeat(31), rows: options("a".repeat(32)) }],
  },
  {
    code: "export-many",
    level: "warnings",
    pointer: "/items",
    invalid: [fixed("r", numbers(26), 200)],
    valid: [fixed("r", numbers(25), 199)],
  },
  {
    code: "end-outcome",
    level: "warnings",
    pointer: "/items/1/outcome",
    invalid: [number("n"), { type: "end", id: "e", when: "n > 1", outcome: "screened" }],
    valid: [number("n"), { type: "end", id: "e", when: "n > 1", outcome: "quotaFull" }],
  },
  {
    code: "check-endless",
    pointer: "/items/2/questions",
    invalid: [number("n"), number("m"), { ...check(["m"]), level: "hard" }],
    valid: [
      number("n"),
      { type: "compute", id: "m", value: "n + 1", as: "number" },
      { ...check(["n"], "m > 5"), level: "hard" },
    ],
  },
];
