import type { Questionnaire } from "../../../surveys/engine/index.ts";
import { questionnaireOf } from "../interview-driver.ts";
import {
  codes,
  fixed,
  grid,
  info,
  multiple,
  number,
  options,
  type RuleCase,
  roster,
  shuffled,
  single,
} from "./rule-parts.ts";

const hash = (letter: string) => letter.repeat(64);
const entries = (...codes: string[]) => codes.map((code) => ({ code, label: `Job ${code}` }));
const lists = { [hash("a")]: entries("1", "2"), [hash("b")]: entries("1"), [hash("c")]: entries("2", "1") };
/** A lookup in a list kept apart, which has two languages. */
const withLists = (en: string, de: string, ...more: unknown[]): Questionnaire => ({
  ...questionnaireOf([{ type: "lookup", id: "j", read: "Job?", list: "jobs", specials: ["dk"] }, ...more]),
  lists: { jobs: { documents: { en: hash(en), de: hash(de) } } },
});

export const questionsCases: RuleCase[] = [
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
    code: "options-from",
    pointer: "/items/1/optionsFrom",
    invalid: [number("n"), multiple("m", { optionsFrom: "n" })],
    valid: [multiple("n"), multiple("m", { optionsFrom: "n" })],
  },
  {
    code: "options-from",
    pointer: "/items/2/optionsFrom",
    invalid: [number("n"), roster({ items: [multiple("m")] }), multiple("l", { optionsFrom: "m" })],
    valid: [number("n"), roster({ items: [multiple("m"), multiple("l", { optionsFrom: "m" })] })],
  },
  {
    code: "options-from",
    pointer: "/items/1/rowsFrom",
    invalid: [fixed("house", [number("n")]), { ...grid, rows: undefined, rowsFrom: "house" }],
    valid: [multiple("m"), { ...grid, rows: undefined, rowsFrom: "m" }],
  },
  {
    code: "reference-random-sibling",
    pointer: "/items/0/items/1/optionsFrom",
    invalid: [shuffled(multiple("m"), multiple("l", { optionsFrom: "m" }))],
    valid: [multiple("m"), shuffled(number("n"), multiple("l", { optionsFrom: "m" }))],
  },
  {
    code: "options-from-code",
    level: "warnings",
    pointer: "/items/1/options/1/code",
    invalid: [multiple("m"), multiple("l", { optionsFrom: "m", options: options("1", "3") })],
    valid: [
      multiple("m"),
      multiple("l", {
        optionsFrom: "m",
        options: [...options("1"), { code: "3", label: "C", anchor: true }],
      }),
    ],
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
    code: "limit-label",
    pointer: "/items/0/labels/6",
    invalid: [{ ...number("n"), type: "scale", min: 1, max: 5, labels: { "6": "Best" } }],
    valid: [{ ...number("n"), type: "scale", min: 1, max: 5, labels: { "5": "Best" } }],
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
    code: "unknown-list",
    pointer: "/items/0/list",
    invalid: [{ type: "lookup", id: "l", read: "L?", list: "jobs" }],
    valid: questionnaireOf([{ type: "lookup", id: "l", read: "L?", list: "jobs" }], {
      lists: { jobs: { entries: [{ code: "1", label: "Baker" }] } },
    }),
  },
  {
    code: "id-export",
    pointer: "/items/0/id",
    invalid: [number("with")],
    valid: [number("within")],
  },
  {
    code: "id-variable",
    pointer: "/items/1/id",
    invalid: [multiple("m"), number("m_1")],
    valid: [multiple("m"), number("m_3")],
  },
  {
    code: "exclusive-idle",
    level: "warnings",
    pointer: "/items/0/options",
    invalid: [single("q", { options: [...options("1"), { code: "2", label: "B", exclusive: true }] })],
    valid: [multiple("q", { options: [...options("1"), { code: "2", label: "B", exclusive: true }] })],
  },
  {
    code: "options-many",
    level: "warnings",
    pointer: "/items/0/options",
    invalid: [single("q", { optionsRead: "all", options: options(...codes(13)) })],
    valid: [single("q", { optionsRead: "all", options: options(...codes(12)) })],
  },
  {
    code: "list-languages",
    level: "warnings",
    pointer: "/lists/jobs/documents/de",
    documents: lists,
    invalid: withLists("a", "b"),
    valid: withLists("a", "c"),
  },
  {
    code: "condition-code",
    pointer: "/items/1/when",
    documents: lists,
    invalid: withLists("a", "c", info("i", { when: "j == '9'" })),
    valid: withLists("a", "c", info("i", { when: "j == '2'" })),
  },
];
