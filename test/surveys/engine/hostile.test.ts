import { expect } from "chai";
import { plainText } from "../../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { schema } from "../fixture.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const asLabel = (label: string) =>
  questionnaireOf([
    { type: "single", id: "q", read: label, options: [{ code: "1", label }], specials: ["dk"] },
  ]);
const codes = (json: unknown) => checkQuestionnaire(json, schema).errors.map((finding) => finding.code);

describe("hostile strings in a questionnaire", () => {
  const shown = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{constructor.constructor('x')()}} #{1}",
    "'; DROP TABLE answers; --",
    '=HYPERLINK("http://x")',
    "x".repeat(10_000),
    "مرحبا שלום",
  ];
  for (const label of shown) {
    it(`are shown as they are: ${label.slice(0, 30)}`, () => {
      const definition = asLabel(label);
      expect(codes(definition)).to.deep.equal([]);
      const { step } = new InterviewDriver(definition);
      expect(plainText(step.texts.read ?? [])).to.equal(label);
      expect(plainText(step.options[0]?.label ?? [])).to.equal(label);
    });
  }

  for (const [name, label] of [
    ["zero width", "a\u200Bb"],
    ["right-to-left override", "a\u202Eb"],
    ["control", "a\u0007b"],
    ["byte order mark", "\uFEFFa"],
  ] as const) {
    it(`are refused by name: ${name}`, () => expect(codes(asLabel(label))).to.include("text-invisible"));
  }

  for (const id of ["__proto__", "constructor", "hasOwnProperty", "toString", "a@b", "$where", "a.b", "Ä"]) {
    it(`are no ids: ${id}`, () => {
      const json = JSON.parse(
        JSON.stringify(questionnaireOf([{ type: "text", id: "q", read: "Q", specials: [] }])).replace(
          '"id":"q"',
          `"id":"${id}"`,
        ),
      );
      expect(codes(json)).to.not.deep.equal([]);
    });
  }

  it("cannot reach a prototype through an answer key", () => {
    const interview = new InterviewDriver(asLabel("Q"));
    for (const key of ["__proto__", "constructor", "q@__proto__", "q@$x", ""]) {
      interview.act("answer", key, "1");
      expect(interview.rejections[0]?.code, key).to.equal("unknown-question");
    }
    expect(interview.state.answers).to.deep.equal({});
  });

  it("refuses a megabyte of text", () => {
    const interview = new InterviewDriver(
      questionnaireOf([{ type: "text", id: "t", read: "T", long: true }]),
    );
    expect(interview.answer("x".repeat(1_000_000)).rejections[0]).to.deep.include({
      code: "too-long",
      params: { max: 4000 },
    });
  });
});
