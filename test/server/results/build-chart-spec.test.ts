import { expect } from "chai";
import { buildChartSpec, tooSmallBase } from "../../../server/results/build-chart-spec.ts";
import { chartSubjects } from "../../../server/results/chart-subjects.ts";
import { addToTally, emptyTally, type Tally } from "../../../server/results/tally.ts";
import type { Value, Variable } from "../../../server/results/variable.ts";

const plain: Variable = {
  name: "q",
  type: "single",
  label: { en: "Use", de: "Nutzung" },
  read: { en: "Do you use it?", de: "Nutzen Sie es?" },
  instruction: {},
  categories: [
    { code: "1", label: { en: "Seldom", de: "Selten" } },
    { code: "2", label: { en: "Often", de: "Oft" } },
  ],
  specials: [{ id: "dk", code: "-98", label: { en: "Don't know", de: "Weiß nicht" } }],
  grid: null,
  when: null,
  openText: false,
  personal: false,
  fromSample: false,
  unit: {},
};

function counted(variable: Variable, values: Value[]): Map<string, Tally> {
  const tally = emptyTally();
  for (const value of values) addToTally(tally, variable, value);
  return new Map([[variable.name, tally]]);
}
const times = (count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

function specOf(variables: Variable[], tallies: Map<string, Tally>, interviews = 100, withholdBelow = 0) {
  const [subject] = chartSubjects(variables);
  if (!subject) throw new Error("nothing to draw");
  const field = {
    from: new Date("2026-11-09T12:00:00Z"),
    to: new Date("2026-11-19T12:00:00Z"),
    interim: true,
    interviews,
  };
  return buildChartSpec(subject, { locale: "en", field, tallies, withholdBelow });
}

describe("what a chart says", () => {
  it("shows a single answer in the order of the questionnaire, don't know in the base, refusals left out when nobody refused", () => {
    const values = [...times(30, { v: "1" }), ...times(60, { v: "2" }), ...times(10, { s: "dk" })];
    const spec = specOf([plain], counted(plain, values));
    expect(spec.categories).to.deep.equal(["Seldom", "Often", "Don't know"]);
    expect(spec.series[0]?.percents).to.deep.equal([30, 60, 10]);
    expect(spec.notes[0]).to.equal("Base: all respondents, n = 100.");
  });

  it("carries field dates, interim or final, and that nothing is weighted", () => {
    const spec = specOf([plain], counted(plain, times(60, { v: "1" })));
    expect(spec.notes[1]).to.match(/^Field 9.*19 November 2026 · Interim · unweighted$/);
  });

  it("takes only those who were asked as the base", () => {
    const spec = specOf([plain], counted(plain, [...times(60, { v: "1" }), ...times(40, "notAsked")]));
    expect(spec.base).to.equal(60);
    expect(spec.series[0]?.percents[0]).to.equal(100);
    expect(spec.notes[0]).to.equal("Base: respondents who were asked, n = 60 of 100.");
  });

  it("sorts the answers of a multiple by how often they were named; shares are of people", () => {
    const multiple: Variable = { ...plain, type: "multiple" };
    const values = [...times(20, { v: ["1", "2"] }), ...times(80, { v: ["2"] })];
    const spec = specOf([multiple], counted(multiple, values));
    expect(spec.categories).to.deep.equal(["Often", "Seldom"]);
    expect(spec.series[0]?.percents).to.deep.equal([100, 20]);
    expect(spec.notes[0]).to.include("Several answers possible.");
  });

  it("puts the rows of a grid into one stacked chart", () => {
    const grid = { id: "g", label: { en: "Trust" }, read: { en: "Do you trust ..." } };
    const row = (name: string): Variable => ({ ...plain, name: `g_${name}`, label: { en: name }, grid });
    const [police, courts] = [row("police"), row("courts")];
    const tallies = new Map([
      ...counted(police, [...times(25, { v: "1" }), ...times(75, { v: "2" })]),
      ...counted(courts, [...times(40, { v: "1" }), ...times(40, { v: "2" }), ...times(20, { s: "dk" })]),
    ]);
    const spec = specOf([police, courts], tallies);
    expect(spec).to.include({ name: "g", form: "stacked", title: "Trust", question: "Do you trust ..." });
    expect(spec.categories).to.deep.equal(["police", "courts"]);
    expect(spec.series.map(({ label, percents }) => [label, percents])).to.deep.equal([
      ["Seldom", [25, 40]],
      ["Often", [75, 40]],
      ["Don't know", [0, 20]],
    ]);
  });

  it("makes a histogram of numbers with round limits", () => {
    const age: Variable = { ...plain, type: "number", categories: [] };
    const spec = specOf(
      [age],
      counted(
        age,
        Array.from({ length: 72 }, (_, at) => ({ v: 18 + at })),
      ),
      72,
    );
    expect(spec.categories).to.deep.equal([
      "10–19",
      "20–29",
      "30–39",
      "40–49",
      "50–59",
      "60–69",
      "70–79",
      "80–89",
    ]);
    expect(spec.series[0]?.counts).to.deep.equal([2, 10, 10, 10, 10, 10, 10, 10]);
  });

  it("flags a small base, and withholds a smaller one from clients only", () => {
    const tallies = counted(plain, times(29, { v: "1" }));
    const inside = specOf([plain], tallies, 29);
    expect(inside.notes.at(-1)).to.equal("Base under 50: read with care.");
    expect(inside.series[0]?.percents[0]).to.equal(100);
    const outside = specOf([plain], tallies, 29, tooSmallBase);
    expect(outside.notes.at(-1)).to.equal("Base under 30: not shown.");
    expect(outside.series[0]).to.deep.include({ percents: [null, null], counts: [null, null] });
    expect(
      specOf([plain], counted(plain, times(30, { v: "1" })), 30, tooSmallBase).series[0]?.counts,
    ).to.deep.equal([30, 0]);
  });

  it("draws no open text, no personal answers and no sample data", () => {
    const never: Partial<Variable>[] = [
      { openText: true, type: "text" },
      { personal: true },
      { fromSample: true },
      { type: "date" },
    ];
    for (const changes of never) expect(chartSubjects([{ ...plain, ...changes }])).to.deep.equal([]);
  });

  it("counts a break-off before the question as neither asked nor answered", () => {
    const tally = counted(plain, ["unanswered", "notAsked", { v: "1" }]).get("q");
    expect(tally).to.include({ unanswered: 1, notAsked: 1, valid: 1 });
  });
});
