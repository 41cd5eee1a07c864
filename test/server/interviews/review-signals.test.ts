import { expect } from "chai";
import {
  answerFacts,
  fastSignal,
  paceOf,
  specialsSignal,
  straightSignal,
  usualPace,
} from "../../../server/interviews/review-signals.ts";
import { InterviewDriver, questionnaireOf } from "../../surveys/interview-driver.ts";

const grid = (values: string, choices = 5) => ({ values: [...values], choices });
const codes = ["1", "2", "3", "4", "5"];

describe("what points at an interview", () => {
  it("is less than half of the usual time per answer, not a short route", () => {
    const [short, long] = [
      paceOf({ activeMs: 60_000, answers: 10 }),
      paceOf({ activeMs: 240_000, answers: 40 }),
    ];
    expect(short).to.equal(long);
    expect(fastSignal({ own: 6000, usual: 12_000 })).to.equal(null);
    expect(fastSignal({ own: 5999, usual: 12_000 })).to.include({ code: "fast" });
  });

  it("says nothing of time where none was measured or too few interviews tell what is usual", () => {
    expect(paceOf({ activeMs: 0, answers: 10 })).to.equal(null);
    expect(paceOf({ activeMs: 10, answers: 0 })).to.equal(null);
    expect(usualPace(Array.from({ length: 19 }, () => 10))).to.equal(null);
    expect(usualPace(Array.from({ length: 20 }, (_, n) => n))).to.equal(9.5);
    expect(fastSignal({ own: 1, usual: null })).to.equal(null);
    expect(fastSignal({ own: null, usual: 12_000 })).to.equal(null);
  });

  it("is one answer all through half of the long grids", () => {
    expect(straightSignal([])).to.equal(null);
    expect(straightSignal([grid("33333")])).to.deep.equal({ code: "straight", grids: 1, of: 1 });
    expect(straightSignal([grid("33343")])).to.equal(null);
    expect(straightSignal([grid("33333"), grid("12345")])).to.deep.include({ grids: 1, of: 2 });
    expect(straightSignal([grid("33333"), grid("12345"), grid("12344")])).to.equal(null);
    expect(straightSignal([grid("3333")]), "four rows happen").to.equal(null);
    expect(straightSignal([grid("11111", 2)]), "yes and no happen").to.equal(null);
  });

  it("is don't know or refused in a quarter of the questions, and four at least", () => {
    expect(specialsSignal({ answers: 3, of: 4 })).to.equal(null);
    expect(specialsSignal({ answers: 4, of: 16 })).to.deep.equal({ code: "specials", answers: 4, of: 16 });
    expect(specialsSignal({ answers: 4, of: 17 })).to.equal(null);
  });

  it("is counted from the route: rows, other grids, and what was not asked", () => {
    const definition = questionnaireOf([
      {
        ...{ type: "grid", id: "trust", read: "Trust?", specials: ["dk", "refused"] },
        rows: codes.map((code) => ({ code, label: `Row ${code}` })),
        options: codes.map((code) => ({ code, label: code })),
      },
      {
        ...{ type: "grid", id: "rate", read: "Rate?", specials: ["dk", "refused"] },
        rows: codes.map((code) => ({ code, label: `Row ${code}` })),
        scale: { min: 0, max: 10 },
      },
      { type: "number", id: "age", read: "Age?", min: 0, max: 120, specials: ["dk", "refused"] },
      { type: "text", id: "why", when: "age > 90", read: "Why?", specials: ["dk", "refused"] },
    ]);
    const interview = new InterviewDriver(definition);
    for (const code of codes) interview.answer("4", `trust@${code}`);
    for (const code of codes) interview.answer(code === "5" ? 1 : 7, `rate@${code}`);
    interview.dontKnow();
    expect(answerFacts(interview.compiled, interview.state)).to.deep.equal({
      ...{ asked: 11, specials: 1 },
      grids: [
        { values: ['"4"', '"4"', '"4"', '"4"', '"4"'], choices: 5 },
        { values: ["7", "7", "7", "7", "1"], choices: 11 },
      ],
    });
  });
});
