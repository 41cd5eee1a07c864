import { expect } from "chai";
import { entriesToAct } from "../../../surveys/engine/index.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const specials = ["dk", "refused"];

function asking(item: Record<string, unknown>) {
  const question = { id: "asked", read: "How many?", specials, ...item };
  return new InterviewDriver(questionnaireOf([question, { type: "end", id: "done", outcome: "complete" }]));
}

function typed(item: Record<string, unknown>, entry: string) {
  const interview = asking(item);
  const act = entriesToAct(interview.compiled, interview.step, { entry });
  return "kind" in act ? [act.kind, act.value] : act.code;
}

const entries = (item: Record<string, unknown>) => asking(item).step.specials.map((one) => one.entry);

describe("the code to type for don't know and refused", () => {
  it("is 98 and 99 where neither can be a value", () => {
    expect(entries({ type: "number", min: 0, max: 97 })).to.deep.equal(["98", "99"]);
    expect(entries({ type: "scale", min: 0, max: 10 })).to.deep.equal(["98", "99"]);
    expect(typed({ type: "number", min: 0, max: 97 }, "98")).to.deep.equal(["special", "dk"]);
  });

  it("grows until it cannot be a value, so that 98 visits are 98 visits", () => {
    const visits = { type: "number", min: 0, max: 365 };
    expect(entries(visits)).to.deep.equal(["998", "999"]);
    expect(typed(visits, "98")).to.deep.equal(["answer", 98]);
    expect(typed(visits, "998")).to.deep.equal(["special", "dk"]);
    expect(entries({ type: "number", min: 0, max: 998 })).to.deep.equal(["9998", "999"]);
    expect(entries({ type: "number", min: 1900, max: 2026 })).to.deep.equal(["98", "99"]);
    expect(entries({ type: "scale", min: 0, max: 100 })).to.deep.equal(["998", "999"]);
  });

  it("is a word where a number has no upper limit", () => {
    const income = { type: "number", min: 0 };
    expect(typed(income, "99998")).to.deep.equal(["answer", 99998]);
    expect(typed(income, "dk")).to.deep.equal(["special", "dk"]);
  });

  it("never repeats the code of an option", () => {
    const options = ["1", "98", "998"].map((code) => ({ code, label: code }));
    expect(entries({ type: "single", options })).to.deep.equal(["9998", "99"]);
  });
});
