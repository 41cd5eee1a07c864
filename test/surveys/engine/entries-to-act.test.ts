import { expect } from "chai";
import { entriesToActs, searchLookup } from "../../../surveys/engine/index.ts";
import { compiledFixture } from "../fixture.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

function typed(item: object, entry: string, more: object = {}) {
  const interview = new InterviewDriver(questionnaireOf([item]));
  const acts = entriesToActs(interview.compiled, interview.step, { entry, ...more });
  return Array.isArray(acts)
    ? acts.map((act) => (act.kind === "special" ? `special ${act.value}` : act.value))
    : acts.code;
}

const options = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ code: String(at + 1), label: `Option ${at + 1}` }));
const specials = ["dk", "refused"];
const number = { type: "number", id: "n", read: "N?", min: 0, max: 50, specials };

describe("what an interviewer types", () => {
  it("becomes codes, in the order of mention, each once", () => {
    const multiple = { type: "multiple", id: "m", read: "M?", options: options(12), specials };
    expect(typed(multiple, "3 1,12 3")).to.deep.equal([["3", "1", "12"]]);
    expect(typed(multiple, "01")).to.deep.equal([["1"]]);
    expect(typed(multiple, "13")).to.equal("unknown-option");
    expect(typed({ ...multiple, type: "single" }, "02")).to.deep.equal(["2"]);
  });

  it("becomes numbers with either decimal mark, but never a guess at thousands", () => {
    expect(typed({ ...number, decimals: 1 }, "12,5")).to.deep.equal([12.5]);
    expect(typed({ ...number, decimals: 1 }, "12.5")).to.deep.equal([12.5]);
    expect(typed(number, "1.000")).to.equal("decimals");
    expect(typed(number, "twelve")).to.equal("not-a-number");
  });

  it("becomes special answers by their digits, and nothing by nothing", () => {
    expect(typed(number, "98")).to.deep.equal(["special dk"]);
    expect(typed(number, "99")).to.deep.equal(["special refused"]);
    expect(typed(number, "")).to.equal("required");
    expect(typed({ ...number, required: false }, "")).to.deep.equal(["special empty"]);
  });

  it("stays a number where 98 is a possible answer", () => {
    expect(typed({ ...number, max: 120 }, "98")).to.deep.equal([98]);
    expect(typed({ ...number, max: 120 }, "998")).to.deep.equal(["special dk"]);
  });

  it("becomes dates, times and telephone numbers as people write them", () => {
    for (const text of ["24.12.1980", "24/12/1980", "1980-12-24", "24121980"]) {
      expect(typed({ type: "date", id: "d", read: "D?" }, text)).to.deep.equal(["1980-12-24"]);
    }
    expect(typed({ type: "date", id: "d", read: "D?" }, "31.02.1980")).to.equal("not-a-date");
    expect(typed({ type: "time", id: "t", read: "T?" }, "930")).to.deep.equal(["09:30"]);
    expect(typed({ type: "phone", id: "p", read: "P?", country: "49" }, "030 23125-001")).to.deep.equal([
      "+493023125001",
    ]);
  });

  it("carries the words of an other-specify field", () => {
    const other = {
      type: "single",
      id: "o",
      read: "O?",
      options: [...options(2), { code: "9", label: "Other", other: { type: "text", id: "o_other" } }],
    };
    expect(typed(other, "9", { other: { o_other: " a boat " } })).to.deep.equal(["9", "a boat"]);
  });
});

describe("a lookup", () => {
  it("finds entries by the beginnings of words, without case and accents", () => {
    const compiled = compiledFixture("every-type");
    expect(searchLookup(compiled, "jobs", "NUR", "en")).to.deep.equal([{ code: "2", label: "Nurse" }]);
    expect(searchLookup(compiled, "jobs", "urse", "en")).to.deep.equal([]);
    expect(searchLookup(compiled, "jobs", " ", "en")).to.deep.equal([]);
  });
});
