import { expect } from "chai";
import { plainText } from "../../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { schema } from "../fixture.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const brands = {
  type: "multiple",
  id: "aware",
  read: "Which brands do you know?",
  options: [
    { code: "1", label: "Alpha" },
    { code: "2", label: "Beta" },
    { code: "97", label: "Another", anchor: true, other: { type: "text", id: "aware_other" } },
    { code: "90", label: "None", anchor: true, exclusive: true },
  ],
  specials: ["dk"],
};
const labels = ({ step }: InterviewDriver) => step.options.map(({ label }) => plainText(label));

describe("options handed on from an earlier answer", () => {
  const prompted = (code: string) =>
    questionnaireOf([
      brands,
      {
        type: "multiple",
        id: "prompted",
        read: "And these?",
        optionsFrom: { question: "aware", take: "notSelected" },
        options: [{ code, label: "None of these", anchor: true, exclusive: true }],
        specials: ["dk"],
      },
    ]);

  it('leave the "none of these" of their question behind, whatever the code of the own one', () => {
    for (const code of ["90", "91"]) {
      const interview = new InterviewDriver(prompted(code)).answer(["1"], "aware");
      expect(labels(interview), code).to.deep.equal(["Beta", "Another", "None of these"]);
    }
    const none = new InterviewDriver(prompted("90")).answer(["90"], "aware");
    expect(labels(none)).to.deep.equal(["Alpha", "Beta", "Another", "None of these"]);
  });

  it('are called by what was typed at "other", through several questions, in rows and in texts', () => {
    const definition = questionnaireOf(
      [
        brands,
        { type: "multiple", id: "used", read: "Used?", optionsFrom: "aware", specials: ["dk"] },
        { type: "single", id: "main", read: "Mainly?", optionsFrom: "used", specials: ["dk"] },
        {
          ...{ type: "grid", id: "rate", read: "How good is {row}?", rowsFrom: "used", specials: ["dk"] },
          options: [{ code: "1", label: "Good" }],
        },
        { type: "info", id: "last", read: "So mainly {main}." },
      ],
      { placeholders: { main: { source: "answer", question: "main" } } },
    );
    const interview = new InterviewDriver(definition).answer(["1", "97"], "aware");
    interview.act("answer", "aware_other", "{main} <b>Hulu</b>");
    expect(labels(interview)).to.deep.equal(["Alpha", "{main} <b>Hulu</b>"]);
    interview.answer(["97", "1"], "used");
    expect(labels(interview)).to.deep.equal(["Alpha", "{main} <b>Hulu</b>"]);
    interview.answer("97", "main").answer("1", "rate@1");
    expect(interview.read).to.equal("How good is {main} <b>Hulu</b>?");
    interview.answer("1", "rate@97");
    expect(interview.read).to.equal("So mainly {main} <b>Hulu</b>.");
  });

  it("never need more choices than they leave", () => {
    const definition = questionnaireOf([
      brands,
      { type: "multiple", id: "two", read: "Two?", min: 2, optionsFrom: "aware", specials: ["dk"] },
    ]);
    const interview = new InterviewDriver(definition).answer(["1"], "aware").answer(["1"], "two");
    expect(interview.rejections).to.deep.equal([]);
    const enough = new InterviewDriver(definition).answer(["1", "2"], "aware").answer(["1"], "two");
    expect(enough.rejections[0]?.code).to.equal("too-few");
  });

  it('make a roster with an item named by "other" and none for "none of these"', () => {
    const definition = questionnaireOf([
      brands,
      {
        ...{ type: "roster", id: "brand", from: "aware" },
        items: [
          { type: "number", id: "price", read: "Price of {brand}?", min: 0, max: 100, specials: ["dk"] },
        ],
      },
      { type: "end", id: "done", outcome: "complete", read: "Bye" },
    ]);
    expect(checkQuestionnaire(definition, schema).errors).to.deep.equal([]);
    const interview = new InterviewDriver(definition).answer(["97"], "aware");
    interview.act("answer", "aware_other", "Hulu");
    expect(interview.read).to.equal("Price of Hulu?");
    expect(new InterviewDriver(definition).answer(["90"], "aware").outcome).to.equal("complete");
  });
});
