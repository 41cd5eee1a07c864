import { expect } from "chai";
import {
  codebook,
  compareVersions,
  compile,
  purgeOffRoute,
  type Questionnaire,
  QuestionnaireError,
} from "../../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { fixture, schema } from "../fixture.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const start = (name: string) => new InterviewDriver(fixture(name));

function household(ages: number[]): InterviewDriver {
  const interview = start("roster-count").answer(ages.length);
  for (const [at, age] of ages.entries()) interview.answer(`P${at + 1}`).answer(age);
  return interview;
}

const codes = (...all: string[]) => all.map((code) => ({ code, label: `Option ${code}` }));
const yesNo = codes("1", "2");

const personIds = (interview: InterviewDriver) => (interview.state.answers.person as { v: string[] }).v;

describe("traps that other systems fell into", () => {
  it("off-route values are not summed, and come back with their question", () => {
    const interview = start("off-route").answer("1").answer(40).answer(5);
    expect(interview.row.total).to.deep.equal({ v: 45 });
    interview.answer("2", "works");
    expect(interview.row.total).to.deep.equal({ v: 5 });
    expect(interview.row.hours).to.equal("notAsked");
    expect(interview.answer("1", "works").row.total).to.deep.equal({ v: 45 });
  });

  it("a roster that goes from 3 to 1 to 3 loses nobody", () => {
    const interview = household([40, 38, 9]);
    const ids = personIds(interview);
    interview.answer(1, "size_of_house");
    expect(interview.row.adults).to.deep.equal({ v: 1 });
    expect(interview.row.age_2).to.equal("notAsked");
    interview.answer(3, "size_of_house");
    expect(personIds(interview)).to.deep.equal(ids);
    expect([1, 2, 3].map((n) => interview.row[`age_${n}`])).to.deep.equal([{ v: 40 }, { v: 38 }, { v: 9 }]);
  });

  it("a removal points nothing at another person, and no id is used again", () => {
    const interview = start("roster-list");
    interview.act("addItem", "trip", "Rome").act("addItem", "trip", "Oslo").act("answer", "trip", true);
    const [rome, oslo] = (interview.state.answers.trip as { v: string[] }).v as [string, string];
    interview.answer(3, `nights@${rome}`).answer(7, `nights@${oslo}`);
    interview.act("removeItem", `trip@${rome}`);
    expect(interview.row.nights_1).to.deep.equal({ v: 7 });
    expect(interview.row.all_nights).to.deep.equal({ v: 7 });
    interview.act("addItem", "trip", "Bonn");
    const ids = (interview.state.answers.trip as { v: string[] }).v;
    expect(ids).to.not.include(rome);
    expect(interview.state.answers[`nights@${rome}`], "kept until the purge").to.deep.equal({ v: 3 });
  });

  it("cleaning in one roster item does not wipe another's answers", () => {
    const items = [
      { type: "single", id: "has", read: "Has {person} a job?", options: yesNo },
      { type: "number", id: "hours", when: "has == '1'", read: "Hours?", min: 0, max: 80 },
    ];
    const people = { type: "roster", id: "person", fixed: codes("ann", "bob"), items };
    const interview = new InterviewDriver(questionnaireOf([people]));
    interview.answer("1").answer(20).answer("1").answer(38);
    interview.answer("2", "has@ann");
    expect(interview.row).to.deep.include({ hours_ann: "notAsked", hours_bob: { v: 38 } });
    const purged = purgeOffRoute(interview.compiled, interview.state);
    expect(Object.keys(purged.answers).sort()).to.deep.equal(["has@ann", "has@bob", "hours@bob"]);
  });

  it("the order shown first holds on resume and when an option was added since", () => {
    const definition = fixture("random-options");
    const interview = new InterviewDriver(definition, { seed: "s7" });
    const shown = interview.step.options.map((option) => option.code);
    const [item] = definition.items;
    if (item?.type !== "multiple") throw new Error("fixture");
    const added = structuredClone(definition) as Questionnaire;
    const target = added.items[0];
    if (target?.type === "multiple") target.options?.splice(1, 0, { code: "5", label: "Option 5" });
    const later = new InterviewDriver(added, { seed: "s7" });
    later.state = { ...JSON.parse(JSON.stringify(interview.state)) };
    const now = later.step.options.map((option) => option.code);
    expect(now.filter((code) => code !== "5")).to.deep.equal(shown);
    expect(now.slice(4), "added ones come last among the movable").to.deep.equal(["5", "97", "96"]);
  });

  it("anchored options keep their places, all of them, in every interview", () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const codes = new InterviewDriver(fixture("random-options"), { seed: `s${seed}` }).step.options.map(
        (o) => o.code,
      );
      expect(codes.slice(-2)).to.deep.equal(["97", "96"]);
      orders.add(codes.join());
    }
    expect(orders.size).to.be.greaterThan(15);
  });

  it("the codebook's option order is not shuffled with the screen", () => {
    const book = codebook(compile(fixture("random-options")));
    const brands = book.variables.find((variable) => variable.name === "brands");
    expect(brands?.options.map((option) => option.code)).to.deep.equal(["1", "2", "3", "4", "97", "96"]);
  });

  it("an export's columns and codes are not shuffled with the screen", () => {
    const rows = ["a", "b", "c"].map((seed) => {
      const interview = new InterviewDriver(fixture("random-options"), { seed });
      return interview.answer(["3", "1"]).row;
    });
    for (const row of rows) {
      expect(Object.keys(row)).to.deep.equal(Object.keys(rows[0] ?? {}));
      expect(row.brands, "in the order of mention").to.deep.equal({ v: ["3", "1"] });
    }
  });

  it("piped text is neither markup nor expanded again", () => {
    const interview = start("piping").answer("<b>*Eve*</b> {name} {{name}}");
    expect(interview.read).to.equal("Hello dear <b>*Eve*</b> {name} {{name}}, {name} and *stars*.");
    expect(interview.step.texts.read?.filter((span) => span.em).map((span) => span.text)).to.deep.equal([
      "dear",
    ]);
  });

  it('"01234" is not 1234, and "2" + "3" is "23"', () => {
    const interview = start("text-is-text").answer("01234").answer("x");
    expect(interview.route).to.not.include("same");
    expect(interview.answer("2", "zip").answer("3", "more").row.joined).to.deep.equal({ v: "23" });
    const sum = questionnaireOf([
      { type: "text", id: "a", read: "A" },
      { type: "compute", id: "b", value: "a + 3", as: "number" },
    ]);
    expect(() => compile(sum)).to.throw(QuestionnaireError, /text with a number/);
  });

  it("!= is not true of an unanswered question, nor of a don't know", () => {
    const interview = start("unanswered");
    expect(interview.route).to.not.include("not_one");
    expect(interview.route, "the idiom for not chosen or not asked").to.include("idiom");
    expect(interview.dontKnow().route).to.not.include("not_one");
    expect(interview.answer("2", "used").route).to.include("not_one");
  });

  it("don't know is never a value for the next filter", () => {
    const interview = start("unanswered").answer("1").dontKnow();
    expect(interview.state.answers.age).to.deep.equal({ s: "dk" });
    expect(interview.route).to.not.include("adult");
  });

  it("an option hidden later does not count as chosen", () => {
    const interview = start("masked-options").answer(["1", "2"]).answer(["1", "2"]).answer("2");
    interview.answer(["1"], "known");
    expect(interview.row.used).to.deep.equal({ v: ["1"] });
    expect(interview.row.best).to.equal("unanswered");
    interview.answer(["1", "2"], "known");
    expect(interview.row.best).to.deep.equal({ v: "2" });
  });

  it("codes are stored, not labels", () => {
    const interview = start("masked-options").answer(["Option 1"]);
    expect(interview.rejections[0]?.code).to.equal("unknown-option");
    expect(interview.state.answers).to.deep.equal({});
  });

  it("Back never shows a question that is off the route", () => {
    const interview = start("off-route").answer("1").answer(40);
    interview.answer("2", "works");
    expect(interview.step.key).to.equal("other_hours");
    expect(interview.back().step.key).to.equal("works");
    expect(interview.goTo("hours").step.key, "nor does a jump").to.equal("other_hours");
  });

  it("dates do not shift by a day, whatever the time zone", () => {
    const before = process.env.TZ;
    try {
      for (const zone of ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"]) {
        process.env.TZ = zone;
        const interview = start("dates").answer("2000-11-24");
        expect(interview.row.birth).to.deep.equal({ v: "2000-11-24" });
        expect(interview.row.years).to.deep.equal({ v: 25 });
      }
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
    expect(start("dates").answer("2001-02-29").rejections[0]?.code).to.equal("not-a-date");
    expect(
      start("dates").answer("2026-11-24").rejections[0]?.code,
      "the limit today is the first day",
    ).to.equal("too-large");
  });

  it("a draw among nobody is made again when a mis-keyed answer was put right", () => {
    const interview = start("selection").answer(1).answer("P").answer(5).answer({});
    expect(interview.state.answers.target).to.deep.equal({ v: { method: "kish", eligible: 0 } });
    expect(interview.outcome).to.equal("complete");
    const [person] = personIds(interview) as [string];
    interview.answer(45, `age@${person}`);
    expect(interview.outcome, "nobody is left out by a slip").to.equal(null);
    expect(interview.step.key).to.equal("target");
    expect(interview.answer({}).state.answers.target).to.deep.equal({
      v: { method: "kish", eligible: 1, selected: person },
    });
  });

  it("a draw of the respondent is made once and frozen", () => {
    const interview = start("selection").answer(3);
    for (const age of [40, 38, 12]) interview.answer("P").answer(age);
    interview.answer({});
    const drawn = interview.state.answers.target as { v: { eligible: number; selected: string } };
    expect(drawn.v.eligible).to.equal(2);
    interview.act("answer", "target", {});
    expect(interview.rejections[0]?.code).to.equal("frozen");
    interview.act("clear", "target");
    expect(interview.state.answers.target).to.deep.equal(drawn);
  });

  it("answers collected under one version are read with that version", () => {
    const version = (...labels: string[]) =>
      questionnaireOf([
        {
          type: "single",
          id: "q",
          read: "Q?",
          options: labels.map((label, at) => ({ code: String(at + 1), label })),
        },
      ]);
    const older = compile(version("Yes", "No"));
    const newer = compile(version("No", "Yes", "Perhaps"));
    const interview = new InterviewDriver(older).answer("1");
    const changes = compareVersions(older, newer).map((change) => `${change.kind} ${change.id}`);
    expect(changes, "swapped words are reported").to.include("text q");
    const label = codebook(older).variables[0]?.options.find((option) => option.code === "1")?.label;
    expect(label, "the codes of the older interview keep their words").to.deep.equal({ en: "Yes" });
    expect(interview.row).to.deep.equal({ q: { v: "1" } });
  });

  it("a screen-out before the weighting questions is noticed before the first call", () => {
    const screen = [
      { type: "number", id: "n", read: "N?", min: 0, max: 9, specials: [] },
      { type: "end", id: "out", when: "n > 5", outcome: "ineligible" },
    ];
    const weight = { ...screen[0], id: "w", weighting: true };
    const warned = (items: unknown[]) =>
      checkQuestionnaire(questionnaireOf(items), schema).warnings.map((finding) => finding.code);
    expect(warned([...screen, weight])).to.deep.equal(["weighting-late"]);
    expect(warned([weight, ...screen])).to.deep.equal([]);
    const interview = new InterviewDriver(questionnaireOf([weight, ...screen])).answer(3).answer(9);
    expect(interview.outcome).to.equal("ineligible");
    expect(interview.row.w, "kept of people who were screened out").to.deep.equal({ v: 3 });
  });
});
