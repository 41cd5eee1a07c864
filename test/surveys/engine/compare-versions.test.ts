import { expect } from "chai";
import { answerAtRandom } from "../../../surveys/autotest/answer-at-random.ts";
import {
  type Compiled,
  compareVersions,
  compile,
  decideQuota,
  type InterviewState,
  type Item,
  migrateInterview,
  type Questionnaire,
} from "../../../surveys/engine/index.ts";
import { randomStream } from "../../../surveys/engine/random.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const codes = (...all: string[]) => all.map((code) => ({ code, label: `Label ${code}` }));

/** One of everything that can change. */
const first = (): Questionnaire => ({
  ...questionnaireOf([
    { type: "single", id: "q", read: "Q?", options: codes("1", "2", "3"), specials: ["dk", "refused"] },
    { type: "multiple", id: "m", read: "M?", options: codes("1", "2", "3"), specials: ["dk"] },
    { type: "number", id: "n", read: "N?", min: 0, max: 10, specials: ["dk"] },
    { type: "date", id: "d", read: "D?", min: "2000-01-01", max: "today", specials: ["dk"] },
    { type: "text", id: "t", read: "T?", maxLength: 100, specials: ["dk"] },
    { type: "scale", id: "s", read: "S?", min: 1, max: 7, labels: { 4: "half" }, specials: ["dk"] },
    { type: "grid", id: "g", read: "G?", rows: codes("a", "b"), scale: { min: 1, max: 5 }, specials: ["dk"] },
    { type: "ranking", id: "r", read: "R?", max: 2, options: codes("1", "2", "3"), specials: ["dk"] },
    { type: "lookup", id: "job", read: "J?", list: "jobs", specials: ["dk"] },
    { type: "phone", id: "ph", read: "P?", country: "49", specials: ["dk"] },
    { type: "number", id: "hh", read: "H?", min: 1, max: 5, specials: [] },
    {
      ...{ type: "roster", id: "p", count: "hh", max: 5, label: "Person {position}" },
      items: [{ type: "number", id: "age", read: "Age?", min: 0, max: 99, specials: ["dk"] }],
    },
    { type: "compute", id: "c", value: "n >= 5", as: "boolean" },
    { type: "check", id: "ch", level: "soft", when: "n > 8", questions: ["n"], message: "Really?" },
    {
      ...{ type: "select", id: "sel", method: "lastBirthday", roster: "p", eligible: "age >= 18" },
      ...{ read: "Who?", specials: [] },
    },
    {
      type: "relation",
      id: "kin",
      roster: "p",
      read: "?",
      options: [{ ...codes("1")[0], inverse: "1" }],
      specials: ["dk"],
    },
    { type: "quota", id: "quota1", by: ["q"], when: "answered(q)", onFull: "continue" },
    { type: "consent", id: "co", purpose: "recontact", read: "May we?" },
    { type: "block", id: "b", order: "random", items: [{ type: "info", id: "i1", read: "1" }] },
    { type: "end", id: "e", outcome: "complete", read: "Bye" },
  ]),
  sample: { region: { type: "single", options: ["n", "s"] } },
  placeholders: { x: { source: "answer", question: "n", fallback: "some" } },
  lists: { jobs: { entries: codes("1", "2", "3") } },
});

type Change = (item: Record<string, unknown>, whole: Questionnaire) => void;

function itemOf(items: readonly Item[], id: string): Item | undefined {
  for (const item of items) {
    const found = item.id === id ? item : "items" in item ? itemOf(item.items, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

function changed(id: string, change: Change): Questionnaire {
  const whole = first();
  const item = itemOf(whole.items, id) ?? {};
  change(item as Record<string, unknown>, whole);
  return JSON.parse(JSON.stringify(whole)) as Questionnaire;
}

const set =
  (values: Record<string, unknown>): Change =>
  (item) =>
    Object.assign(item, values);
const option =
  (at: number, values: Record<string, unknown>): Change =>
  (item) =>
    Object.assign((item.options as object[])[at] ?? {}, values);
const list =
  (...all: string[]): Change =>
  (_, whole) => {
    whole.lists = { jobs: { entries: codes(...all) } };
  };

/** What somebody does, to which item, and what the report has to say: "!" marks what keeps interviews back. */
const changes: [what: string, id: string, change: Change, report: string[]][] = [
  [
    "a question more",
    "",
    (_, { items }) => items.unshift({ type: "info", id: "new", read: "New" }),
    ["added new"],
  ],
  ["a question less", "", (_, { items }) => items.splice(4, 1), ["! removed t"]],
  ["another type", "q", set({ type: "multiple" }), ["! retyped q"]],
  ["a grid of options", "g", set({ scale: undefined, options: codes("1") }), ["! retyped g"]],
  ["a compute of another type", "c", set({ value: "n + 1", as: "number" }), ["retyped c"]],
  ["an option more", "q", set({ options: codes("1", "2", "3", "4") }), ["recoded q"]],
  ["an option less", "q", set({ options: codes("1", "2") }), ["! recoded q"]],
  ["options in another order", "q", set({ options: codes("3", "1", "2") }), ["route q"]],
  ["an option in other words", "q", option(0, { label: "Other words" }), ["text q"]],
  ["an option under a condition", "m", option(0, { when: "q == '1'" }), ["route m"]],
  ["an exclusive option", "m", option(2, { exclusive: true }), ["! limits m"]],
  ["a field at an option", "q", option(2, { other: { type: "text", id: "q_other" } }), ["added q_other"]],
  ["options taken from another question", "m", set({ optionsFrom: "q" }), ["route m"]],
  [
    "another inverse",
    "kin",
    set({
      options: [
        { code: "1", label: "Label 1", inverse: "2" },
        { code: "2", label: "Two", inverse: "1" },
      ],
    }),
    ["recoded kin", "recoded kin"],
  ],
  ["a row less", "g", set({ rows: codes("a") }), ["! recoded g"]],
  ["a special answer more", "n", set({ specials: ["dk", "refused"] }), ["recoded n"]],
  ["a special answer less", "q", set({ specials: ["dk"] }), ["! recoded q"]],
  ["a wider number", "n", set({ max: 20, decimals: 1 }), ["limits n"]],
  ["a narrower number", "n", set({ min: 1 }), ["! limits n"]],
  ["a narrower scale", "s", set({ max: 5 }), ["! limits s"]],
  ["a narrower scale of a grid", "g", set({ scale: { min: 1, max: 4 } }), ["! limits g"]],
  ["a later earliest day", "d", set({ min: "2010-01-01" }), ["! limits d"]],
  ["an earlier earliest day", "d", set({ min: "1990-01-01" }), ["limits d"]],
  ["a fixed day instead of today", "d", set({ max: "2030-01-01" }), ["! limits d"]],
  ["fewer answers", "m", set({ max: 1 }), ["! limits m"]],
  ["fewer ranks", "r", set({ max: 1 }), ["! limits r"]],
  ["a shorter text", "t", set({ maxLength: 10 }), ["! limits t"]],
  ["a text without its own length", "t", set({ maxLength: undefined, long: true }), ["limits t"]],
  ["fewer items of a roster", "p", set({ max: 4 }), ["! limits p"]],
  [
    "a roster from a multiple",
    "p",
    set({ count: undefined, max: undefined, from: "m" }),
    ["! recoded p", "recoded p", "recoded p", "recoded p", "limits p", "route p"],
  ],
  ["a roster that is listed", "p", set({ count: undefined, list: true }), ["recoded p", "route p"]],
  ["a list with one code more", "", list("1", "2", "3", "4"), ["recoded job"]],
  ["a list with one code less", "", list("1", "2"), ["! recoded job"]],
  ["other words to read", "q", set({ read: "Other?" }), ["text q"]],
  ["other words at a point of a scale", "s", set({ labels: { 4: "so so" } }), ["text s"]],
  ["a condition", "t", set({ when: "n > 1" }), ["route t"]],
  ["a random order", "m", set({ order: "random" }), ["route m"]],
  ["another value", "c", set({ value: "n >= 6" }), ["route c"]],
  ["a hard check", "ch", set({ level: "hard" }), ["route ch"]],
  ["another message", "ch", set({ message: "Sure?" }), ["text ch"]],
  ["another way to draw", "sel", set({ method: "nextBirthday" }), ["! recoded sel"]],
  ["others who may be drawn", "sel", set({ eligible: "age >= 16" }), ["! route sel"]],
  ["another quota", "quota1", set({ by: ["n"], when: "answered(n)" }), ["route quota1", "route quota1"]],
  ["consent to something else", "co", set({ purpose: "pass-on" }), ["! recoded co"]],
  ["another outcome", "e", set({ outcome: "ineligible" }), ["route e"]],
  ["another country", "ph", set({ country: "43" }), ["setting ph"]],
  ["an answer that identifies", "t", set({ personal: true }), ["setting t"]],
  ["a question asked first", "", (_, { items }) => items.unshift(...items.splice(3, 1)), ["route d"]],
  [
    "a question in a block",
    "",
    (_, { items }) => (itemOf(items, "b") as { items: Item[] }).items.push(...items.splice(4, 1)),
    ["route t"],
  ],
  ["another title", "", (_, whole) => Object.assign(whole, { title: "New" }), ["text title"]],
  [
    "a language more",
    "",
    (_, whole) => Object.assign(whole, { languages: ["en", "de"] }),
    ["added languages"],
  ],
  [
    "a sample code less",
    "",
    (_, whole) => Object.assign(whole, { sample: { region: { type: "single", options: ["n"] } } }),
    ["! recoded sample.region"],
  ],
  [
    "another export code",
    "",
    (_, whole) => Object.assign(whole.specials?.dk ?? {}, { exportCode: "-7" }),
    ["recoded specials.dk"],
  ],
  [
    "other words for don't know",
    "",
    (_, whole) => Object.assign(whole.specials?.dk ?? {}, { label: "Not sure" }),
    ["text specials.dk"],
  ],
  [
    "another text for a placeholder",
    "",
    (_, whole) => Object.assign(whole.placeholders?.x ?? {}, { fallback: "many" }),
    ["text placeholders.x"],
  ],
  [
    "answers off the route that stay",
    "",
    (_, whole) => Object.assign(whole, { offRoute: "keep" }),
    ["setting offRoute"],
  ],
];

const report = (from: Compiled, to: Compiled) =>
  compareVersions(from, to).map(({ kind, id, compatible }) => `${compatible ? "" : "! "}${kind} ${id}`);

/** A complete interview with random answers. */
function interviewed(compiled: Compiled, seed: string): InterviewState {
  const driver = new InterviewDriver(compiled, { seed });
  const random = randomStream(seed, "respondent");
  while (driver.outcome === null) {
    const { step } = driver;
    if (step.kind === "awaitServer") driver.state = decideQuota(compiled, driver.state, step.key, "open");
    for (const { kind, key, value } of answerAtRandom(compiled, driver.state, step, random))
      driver.act(kind, key, value);
  }
  return driver.state;
}

describe("the compatibility report", () => {
  const older = compile(first());
  const interviews = ["a", "b", "c", "d", "e", "f"].map((seed) => interviewed(older, seed));

  it("is empty for two versions that are the same", () => {
    expect(report(older, compile(first()))).to.deep.equal([]);
  });

  for (const [what, id, change, expected] of changes)
    it(`names ${what}: ${expected[0]}`, () => {
      const newer = compile(changed(id, change));
      expect(report(older, newer)).to.deep.equal(expected);
      if (expected.some((line) => line.startsWith("!"))) return;
      for (const state of interviews)
        expect(
          migrateInterview(newer, state).unfit,
          "what is called compatible loses no answer",
        ).to.deep.equal([]);
    });

  it("names as few moved questions as possible", () => {
    const newer = compile(changed("", (_, { items }) => items.push(...items.splice(3, 1))));
    expect(report(older, newer)).to.deep.equal(["route d"]);
  });
});
