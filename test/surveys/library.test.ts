import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { libraryFolder, schemaFolder } from "../../server/paths.ts";
import { autotest } from "../../surveys/autotest/autotest.ts";
import { type AnswerValue, compile, decideQuota, type Questionnaire } from "../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../surveys/lint/check-questionnaire.ts";
import { schemaCheck } from "../../surveys/lint/check-schema.ts";
import { InterviewDriver } from "./interview-driver.ts";

const schema = schemaCheck(JSON.parse(readFileSync(join(schemaFolder, "questionnaire.schema.json"), "utf8")));

describe("the shipped questionnaires", () => {
  for (const file of readdirSync(libraryFolder).filter((name) => name.endsWith(".json"))) {
    const definition = JSON.parse(readFileSync(join(libraryFolder, file), "utf8"));

    it(`${file} is in German and English and gives the linter nothing to say`, () => {
      expect(definition.languages).to.deep.equal(["de", "en"]);
      expect(checkQuestionnaire(definition, schema)).to.deep.include({ errors: [], warnings: [] });
    });

    it(`${file} leads every random respondent to an end, some of them to the last question`, () => {
      const report = autotest(compile(definition), { respondents: 40, seed: "1" });
      expect(report.failures).to.deep.equal([]);
      expect(report.ends.complete).to.be.at.least(1);
    });
  }
});

const load = (name: string): Questionnaire =>
  JSON.parse(readFileSync(join(libraryFolder, `${name}.json`), "utf8")) as Questionnaire;

/** Answers by question until one is asked that has no answer here, and gives the driver as it stands then. */
function upTo(name: string, answers: Record<string, AnswerValue>): InterviewDriver {
  const interview = new InterviewDriver(load(name), {
    words: { study: { client: "C", institute: "I", name: "S" } },
  });
  for (let round = 0; round < 200 && interview.outcome === null; round++) {
    const { step } = interview;
    if (step.kind === "info") interview.answer(true);
    else if (step.kind === "awaitServer")
      interview.state = decideQuota(interview.compiled, interview.state, step.key, "open");
    else if (step.key in answers) interview.answer(answers[step.key] as AnswerValue);
    else return interview;
  }
  return interview;
}

const labels = (interview: InterviewDriver) =>
  interview.step.options.map(({ label }) => label.map(({ text }) => text).join(""));

describe("the brand study", () => {
  const buyer = { age: 44, sex: "2", buys: "1" };

  it("reads out only brands that were not mentioned unaided, and counts both as known", () => {
    const aided = upTo("brand-study", { ...buyer, top_of_mind: "tessano", open_aware: ["moka_uno"] });
    expect(aided.step.key).to.equal("aware");
    expect(labels(aided)).to.have.members(["Nordbrüh", "Café Linde", "Rösterei Pohl", "None of these"]);
    aided.answer(["cafe_linde"]);
    expect(aided.step.key).to.equal("ever");
    expect(labels(aided)).to.have.members(["Tessano", "Café Linde", "Moka Uno", "None of these"]);
  });

  it("asks for the main brand among those bought recently, and recommends the client's brand to its buyers only", () => {
    const known = { ...buyer, top_of_mind: "tessano", open_aware: ["none"], aware: ["moka_uno"] };
    const main = upTo("brand-study", {
      ...known,
      ever: ["tessano", "moka_uno"],
      recent: ["moka_uno", "tessano"],
    });
    expect(main.step.key).to.equal("main");
    expect(labels(main)).to.have.members(["Tessano", "Moka Uno"]);
    const stranger = upTo("brand-study", { ...known, ever: ["moka_uno"], recent: ["moka_uno"] });
    stranger.answer(4).answer(5);
    expect(stranger.step.key, "no recommendation by people who never bought it").to.equal("price_dear");
  });
});

describe("the household survey", () => {
  const two = (ages: Record<string, AnswerValue>) => {
    const interview = upTo("household-survey", { size: 2 });
    const persons = interview.step.key.split("@")[1];
    expect(persons).to.be.a("string");
    for (const [name, age] of Object.entries(ages)) {
      interview.answer(name);
      if (age === "dk") interview.dontKnow();
      else interview.answer(age);
      if (age === "dk") interview.answer("1");
      interview.answer("2");
      if (interview.step.key.startsWith("work")) interview.answer("3");
    }
    return interview;
  };

  it("greets the person selected when somebody else gave the information", () => {
    const interview = two({ Ada: 70, Ben: 41 });
    const [ada, ben] = interview.step.options.map(({ code }) => code);
    expect(interview.step.key).to.equal("informant");
    interview.answer(ada ?? "").answer({ selected: ben ?? "" });
    expect(interview.read).to.contain("go on with Ben");
    const self = two({ Ada: 70, Ben: 41 });
    self.answer(ada ?? "").answer({ selected: ada ?? "" });
    expect(self.step.key, "nobody is greeted twice").to.equal("content");
  });

  it("counts a person whose age is not known as an adult when that much is known", () => {
    const interview = two({ Ada: "dk", Ben: 41 });
    expect(interview.row.adults).to.deep.equal({ v: 2 });
  });
});

describe("the service follow-up", () => {
  it("asks nothing more of a person who does not consent", () => {
    expect(upTo("service-follow-up", { agree: "no" }).outcome).to.equal("refused");
  });
});
