import { expect } from "chai";
import { applyAct, compile, startInterview } from "../../../surveys/engine/index.ts";
import { questionnaireOf } from "../interview-driver.ts";

const people = ["a", "b", "c", "d", "e"];
const compiled = compile(
  questionnaireOf([
    {
      ...{ type: "roster", id: "person", fixed: people.map((code) => ({ code, label: code })) },
      items: [{ type: "number", id: "age", read: "Age?", min: 0, max: 110, specials: ["dk"] }],
    },
    { type: "select", id: "target", method: "kish", roster: "person", eligible: "age >= 18", read: "Draw" },
  ]),
);

/** Draws in a house whose people have these ages; null is "don't know". */
function draw(seed: string, ages: (number | null)[]) {
  let state = startInterview(compiled, { seed, language: "en", today: "2026-01-15" });
  const act = (key: string, value?: number | object) => {
    const kind = value === undefined ? "special" : "answer";
    const typed = { seq: state.lastSeq + 1, kind, key, value: value ?? "dk", at: "" };
    state = applyAct(compiled, state, typed as Parameters<typeof applyAct>[2]).state;
  };
  ages.forEach((age, at) => {
    act(`age@${people[at]}`, age ?? undefined);
  });
  act("target", {});
  return (state.answers.target as { v: { eligible: number; selected: string } }).v;
}

describe("the Kish selection", () => {
  it("gives everybody eligible the same chance and nobody else any", () => {
    const draws = 1000;
    for (const ages of [
      [40, 12, 38, null, 81],
      [18, 19, 20, 21, 22],
      [17, 50, 60, 3, 4],
    ]) {
      const eligible = people.filter((_, at) => (ages[at] ?? 0) >= 18);
      const counts = new Map(eligible.map((code) => [code, 0]));
      for (let house = 0; house < draws; house++) {
        const drawn = draw(`house ${house}`, ages);
        expect(drawn.eligible).to.equal(eligible.length);
        expect(eligible).to.include(drawn.selected);
        counts.set(drawn.selected, (counts.get(drawn.selected) ?? 0) + 1);
      }
      const expected = draws / eligible.length;
      const chiSquare = [...counts.values()].reduce(
        (sum, count) => sum + (count - expected) ** 2 / expected,
        0,
      );
      // 99.9 % of fair draws stay below it with 1, 2 and 4 degrees of freedom.
      const limit = { 2: 10.83, 3: 13.82, 5: 18.47 }[eligible.length] as number;
      expect(chiSquare, JSON.stringify([...counts])).to.be.below(limit);
    }
  }).timeout(60_000);

  it("draws the same person in browser and server, and not the same place in every house", () => {
    const ages = [30, 31, 32, 33, 34];
    expect(draw("house 7", ages)).to.deep.equal(draw("house 7", ages));
    const places = Array.from({ length: 20 }, (_, house) => draw(`house ${house}`, ages).selected);
    expect(new Set(places).size).to.be.greaterThan(1);
  });
});
