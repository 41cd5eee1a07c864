import { expect } from "chai";
import { answerSheet, plainText, type SheetLine } from "../../../surveys/engine/index.ts";
import { compiledFixture } from "../fixture.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const sheetOf = ({ compiled, state }: InterviewDriver, language?: string) =>
  answerSheet(compiled, state, {
    ...(language ? { language } : {}),
    words: { study: { client: "Harbour" } },
  });
const words = ({ answer }: SheetLine) => (answer === null || answer === "withheld" ? answer : answer.words);
const told = (lines: SheetLine[]) => lines.map((line) => [plainText(line.text), words(line)]);

describe("the answer sheet", () => {
  it("says questions as they were read and answers by their labels, for every type", () => {
    const interview = new InterviewDriver(compiledFixture("every-type"));
    interview.answer(true, "intro").answer("2", "one").answer(["3", "1"], "many").answer(12, "count");
    interview.answer("Because.", "words").answer("2026-11-02", "day").answer("08:30", "hour");
    interview.special("refused", "mood").answer(["2", "1"], "rank").answer("2", "job");
    expect(told(sheetOf(interview)).slice(0, 10)).to.deep.equal([
      ["Hello from Harbour.", null],
      ["Which one?", ["Option 2"]],
      ["Which?", ["Option 3", "Option 1"]],
      ["How many?", ["12"]],
      ["Why?", ["Because."]],
      ["When?", ["November 2, 2026"]],
      ["At what time?", ["08:30"]],
      ["Mood?", ["Refused"]],
      ["Put in order", ["Option 2", "Option 1"]],
      ["Your job?", ["Nurse"]],
    ]);
  });

  it("has the rows of a grid in the order in which they were met, the question at the first", () => {
    const interview = new InterviewDriver(compiledFixture("grid-and-scale"), { seed: "seed-3" });
    const keys = interview.route.filter((key) => key.startsWith("trust"));
    for (const key of keys) interview.answer("2", key);
    interview.answer(10, "mood");
    const lines = sheetOf(interview);
    expect(lines.map(({ key }) => key)).to.deep.equal([...keys, "mood"]);
    expect(lines.map(({ stem }) => stem && plainText(stem))).to.deep.equal([
      ...["How much do you trust them?", null, null, null],
    ]);
    expect(lines[0]?.isRow).to.equal(true);
    expect(lines.at(-1)).to.deep.include({ answer: { words: ["10 (good)"], special: false }, isRow: false });
  });

  it("is read in another language of the questionnaire, on the route of the interview", () => {
    const definition = questionnaireOf(
      [
        {
          ...{ type: "single", id: "one", read: { en: "Which one?", de: "Welches?" }, specials: ["dk"] },
          options: [{ code: "1", label: { en: "This", de: "Dieses" } }],
        },
        {
          type: "info",
          id: "in_english",
          when: "interview.language == 'en'",
          read: { en: "Bye", de: "Ade" },
        },
      ],
      { languages: ["en", "de"] },
    );
    const interview = new InterviewDriver(definition).answer("1").answer(true);
    expect(told(sheetOf(interview, "de"))).to.deep.equal([
      ["Welches?", ["Dieses"]],
      ["Ade", null],
    ]);
    expect(told(sheetOf(interview, "fr"))[0]).to.deep.equal(["Which one?", ["This"]]);
  });

  it("says what was typed at other, what was left open, and why a check was let stand", () => {
    const definition = questionnaireOf([
      {
        ...{ type: "single", id: "one", read: "Which?", specials: ["dk"] },
        options: [{ code: "9", label: "Another", other: { type: "text", id: "one_other" } }],
      },
      { type: "number", id: "age", read: "Age?", min: 0, max: 120, specials: ["dk"] },
      {
        ...{ type: "check", id: "old", level: "soft", when: "age > 99", message: "So old?" },
        questions: ["age"],
      },
      { type: "text", id: "why", read: "Why?", required: false, specials: ["dk"] },
    ]);
    const interview = new InterviewDriver(definition).answer("9");
    interview.act("answer", "one_other", "Tram").answer(101, "age").act("override", "old", "She is sure");
    const lines = sheetOf(interview);
    expect(told(lines)).to.deep.equal([
      ["Which?", ["Another: Tram"]],
      ["Age?", ["101"]],
      ["So old?", null],
      ["Why?", null],
    ]);
    expect(lines[2]).to.include({ kind: "check", reason: "She is sure" });
  });

  it("withholds what identifies a person, wherever another text would repeat it", () => {
    const definition = questionnaireOf(
      [
        { type: "text", id: "surname", read: "Your name?", personal: true, specials: ["dk"] },
        { type: "compute", id: "greeting", as: "text", value: "'Dear ' + surname" },
        { type: "info", id: "hello", read: "{name} {greet} {shout} {boss} {contact_name} {client}" },
        {
          ...{ type: "single", id: "boss", read: "Who leads?", personal: true, specials: ["dk"] },
          options: [{ code: "9", label: "Another", other: { type: "text", id: "boss_name" } }],
        },
        { type: "single", id: "again", read: "Again?", optionsFrom: "boss", specials: ["dk"] },
        { type: "phone", id: "number", read: "Number?", specials: ["dk"] },
      ],
      {
        placeholders: {
          name: { source: "answer", question: "surname", fallback: "you" },
          greet: { source: "answer", question: "greeting" },
          shout: { source: "value", value: "surname + '!'" },
          boss: { source: "answer", question: "boss" },
          contact_name: { source: "contact", name: "name" },
        },
      },
    );
    const interview = new InterviewDriver(definition, { words: { contact: { name: "Quint" } } });
    interview.answer("Quibble", "surname").answer(true, "hello").answer("9", "boss");
    interview.act("answer", "boss_name", "Quark").answer("9", "again").answer("+493023125001", "number");
    const lines = sheetOf(interview);
    expect(lines.map(({ answer }) => answer)).to.deep.equal([
      ...["withheld", null, "withheld", { words: ["Another"], special: false }, "withheld"],
    ]);
    expect(JSON.stringify(lines)).not.to.match(/Qui|Quark|4930/);
    expect(plainText(lines[1]?.text ?? [])).to.contain("Harbour");
  });

  it("calls people in a roster by their place, not by their name", () => {
    const interview = new InterviewDriver(compiledFixture("roster-list"));
    const { key } = interview.step;
    for (const name of ["Quentin", "Quirin"]) interview.act("addItem", key, name);
    const lines = sheetOf(interview);
    expect(JSON.stringify(lines)).not.to.match(/Quentin|Quirin/);
    expect(lines.find(({ kind }) => kind === "roster")?.answer).to.deep.equal({
      words: ["2"],
      special: false,
    });
  });
});
