import { expect } from "chai";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const yesNo = [
  { code: "1", label: "Yes" },
  { code: "2", label: "No" },
];
const used = { type: "single", id: "used", read: "Used?", options: yesNo, specials: ["dk", "refused"] };

describe("the route", () => {
  it("asks a question only when its condition is known to be true", () => {
    const items = [
      used,
      {
        type: "number",
        id: "visits",
        when: "used == '1'",
        read: "How often?",
        min: 0,
        max: 365,
        specials: ["dk"],
      },
      { type: "text", id: "why_not", when: "used != '1'", read: "Why not?" },
      { type: "end", id: "done", outcome: "complete" },
    ];
    const interview = new InterviewDriver(questionnaireOf(items));
    expect(interview.step.key).to.equal("used");
    expect(interview.answer("1").step.key).to.equal("visits");
    expect(interview.answer(12).outcome).to.equal("complete");
    expect(interview.answer("2", "used").step.key).to.equal("why_not");
    expect(interview.row).to.deep.equal({ used: { v: "2" }, visits: "notAsked", why_not: "unanswered" });
    interview.special("dk", "used");
    expect(interview.route).to.deep.equal(["used", "done"]);
    interview.answer("1", "used");
    expect(interview.row.visits, "an answer comes back with its question").to.deep.equal({ v: 12 });
  });

  it("ends at the first end node whose condition is true", () => {
    const items = [
      { type: "number", id: "age", read: "Age?", min: 0, max: 120 },
      { type: "end", id: "young", when: "age < 18", outcome: "ineligible", read: "Thank you." },
      used,
    ];
    const interview = new InterviewDriver(questionnaireOf(items));
    expect(interview.answer(17).outcome).to.equal("ineligible");
    expect(interview.read).to.equal("Thank you.");
    expect(interview.answer(18, "age").step.key).to.equal("used");
    expect(interview.answer("1").outcome).to.equal("complete");
  });

  it("stops at a quota until the server has decided, and decides again when the cell changes", async () => {
    const { decideQuota } = await import("../../../surveys/engine/index.ts");
    const items = [
      used,
      { type: "quota", id: "q_used", by: ["used"] },
      { type: "info", id: "bye", read: "Bye" },
    ];
    const interview = new InterviewDriver(questionnaireOf(items)).answer("1");
    expect(interview.step.kind).to.equal("awaitServer");
    interview.state = decideQuota(interview.compiled, interview.state, "q_used", "open");
    expect(interview.step.key).to.equal("bye");
    expect(interview.answer("2", "used").step.kind).to.equal("awaitServer");
    interview.state = decideQuota(interview.compiled, interview.state, "q_used", "full");
    expect(interview.outcome).to.equal("quotaFull");
  });

  it("decides a quota again that an answer took off the route and another led back to", async () => {
    const { decideQuota } = await import("../../../surveys/engine/index.ts");
    const sex = { ...used, id: "sex" };
    const quota = { type: "quota", id: "q_sex", by: ["sex"], when: "used == '1'" };
    const items = [sex, used, quota, { type: "info", id: "bye", read: "Bye" }];
    const interview = new InterviewDriver(questionnaireOf(items)).answer("1").answer("1");
    interview.state = decideQuota(interview.compiled, interview.state, "q_sex", "open");
    expect(interview.answer("2", "used").step.key).to.equal("bye");
    expect(interview.answer("1", "used").step.kind).to.equal("awaitServer");
  });

  it("keeps the step at a hard check until it is put right, lets a soft one stand while its answers hold", () => {
    const items = [
      { type: "number", id: "a", read: "A?", min: 0, max: 500 },
      { type: "number", id: "b", read: "B?", min: 0, max: 500 },
      {
        type: "check",
        id: "sum",
        level: "hard",
        when: "a + b > 500",
        questions: ["a", "b"],
        message: "Too much",
      },
      { type: "check", id: "high", level: "soft", when: "a > 100", questions: ["a"], message: "{a_word}?" },
    ];
    const placeholders = { a_word: { source: "answer" as const, question: "a" } };
    const interview = new InterviewDriver(questionnaireOf(items, { placeholders })).answer(400).answer(200);
    expect(interview.step.check?.level).to.equal("hard");
    expect(interview.step.check?.questions.map((question) => question.key)).to.deep.equal(["a", "b"]);
    interview.act("override", "sum", "so be it");
    expect(interview.rejections[0]?.code).to.equal("hard-check");
    interview.answer(50, "b");
    expect(interview.step.key).to.equal("high");
    expect(interview.read).to.equal("400?");
    expect(interview.act("override", "high", "said so twice").outcome).to.equal("complete");
    expect(interview.answer(300, "a").step.key, "a changed answer asks again").to.equal("high");
  });
});
