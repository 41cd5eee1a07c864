import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { schemaFolder } from "../../../server/paths.ts";
import { autotest } from "../../../surveys/autotest/autotest.ts";
import { compile } from "../../../surveys/engine/index.ts";
import { checkQuestionnaire } from "../../../surveys/lint/check-questionnaire.ts";
import { schemaCheck } from "../../../surveys/lint/check-schema.ts";
import { XlsFormError } from "../../../surveys/xlsform/form-sheet.ts";
import { importXlsForm } from "../../../surveys/xlsform/import-xlsform.ts";
import { formOf as form, formFiles, importFile, itemOf } from "./form-of.ts";

const schema = schemaCheck(JSON.parse(readFileSync(join(schemaFolder, "questionnaire.schema.json"), "utf8")));

/** A condition that is not carried over; put together so that nobody takes it for a forgotten template. */
const onMail = ["regex($", "{mail}, '@')"].join("");

describe("the import of XLSForms", () => {
  for (const name of formFiles) {
    it(`takes ${name}: free of errors, and its respondents get to an end`, async () => {
      const { questionnaire, questions, dropped } = await importFile(name);
      expect(checkQuestionnaire(questionnaire, schema).errors).to.deep.equal([]);
      expect(questions).to.be.at.least(1);
      const report = autotest(compile(questionnaire), { respondents: 20, seed: "1" });
      expect(report.failures).to.deep.equal([]);
      expect(report.completed).to.be.at.least(1);
      for (const one of dropped) {
        expect(one.row, one.what).to.be.at.least(1);
        expect(one.why, one.what).not.to.equal("");
      }
    });
  }

  it("refuses a form with two columns of one name, with sheet, row and column", async () => {
    const error = await importFile("pyxform-bad-duplicate_columns.xlsx").catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(XlsFormError);
    expect(error).to.include({ sheet: "survey", row: 1, column: "E" });
    expect((error as Error).message).to.contain("sheet survey, row 1, column E");
  });

  it("names languages by their codes and keeps both texts", async () => {
    const { questionnaire } = await importFile("socio-economic-survey.xlsx");
    expect(questionnaire.languages).to.deep.equal(["en", "fr"]);
    expect(itemOf(questionnaire.items, "residential_address")).to.deep.include({
      read: { en: "Residential Address", fr: "Adresse résidentielle" },
    });
  });

  it("turns a filtered list into options with a condition each", async () => {
    const { questionnaire } = await importFile("pyxform-choice_filter_test.xlsx");
    const county = itemOf(questionnaire.items, "county");
    const king = county?.type === "single" ? county.options?.find(({ code }) => code === "king") : null;
    expect(king?.when).to.equal("(state == 'washington') || (state == 'texas')");
  });

  it("says at the question that a condition was lost, and in the list where it stood", () => {
    const { questionnaire, dropped } = form([
      ["type", "name", "label", "relevant"],
      ["text", "mail", "Your address?", null],
      ["text", "why", "Why?", onMail],
    ]);
    const why = itemOf(questionnaire.items, "why");
    expect(why?.when).to.equal(undefined);
    expect(why?.comment)
      .to.contain("Not carried over: survey, row 3, relevant")
      .and.contain("regex() is not carried over");
    expect(dropped).to.deep.include({
      ...{ sheet: "survey", row: 3, column: "D", what: `relevant: ${onMail}` },
      why: "the function regex() is not carried over",
    });
  });

  it("shows an earlier answer in a text and says where there is none to show", () => {
    const { questionnaire, dropped } = form([
      ["type", "name", "label"],
      ["text", "first name", "What is your **first** name?"],
      ["note", "hello", ["Hello ", "{first name}, you have ", "{photo}."].join("$")],
    ]);
    expect(itemOf(questionnaire.items, "first_name")).to.deep.include({
      read: { en: "What is your *first* name?" },
    });
    expect(itemOf(questionnaire.items, "hello")).to.deep.include({
      read: { en: "Hello {first_name}, you have …." },
    });
    expect(dropped.filter(({ column }) => column === "C").map(({ row }) => row)).to.deep.equal([3]);
  });

  it("takes limits over as limits and any other constraint as a hard check", () => {
    const { questionnaire } = form([
      ["type", "name", "label", "constraint", "constraint_message"],
      ["integer", "age", "Age?", ". >= 18 and . <= 99", null],
      ["integer", "even", "An even number?", ". mod 2 = 0", "Even, please"],
    ]);
    expect(itemOf(questionnaire.items, "age")).to.include({ min: 18, max: 99 });
    expect(itemOf(questionnaire.items, "even_check")).to.deep.include({
      level: "hard",
      when: "answered(even) && !(answered(even) && (even % 2) == 0)",
      message: { en: "Even, please" },
    });
  });

  for (const [what, rows, place] of [
    ["an unknown type", [["telepathy", "a", "A"]], "row 2, column A"],
    ["a list that is not there", [["select_one nowhere", "a", "A"]], "row 2, column A"],
    [
      "a group that is never closed",
      [
        ["begin group", "g", "G"],
        ["text", "a", "A"],
      ],
      "row 2, column A",
    ],
    [
      "an end without a beginning",
      [
        ["text", "a", "A"],
        ["end repeat", "", ""],
      ],
      "row 3, column A",
    ],
    [
      "a name that stands twice in a group",
      [
        ["text", "a", "A"],
        ["text", "a", "B"],
      ],
      "row 3, column B",
    ],
    ["a question without a name", [["text", "", "A"]], "row 2, column B"],
  ] as const)
    it(`refuses ${what} and says where`, () => {
      expect(() => form([["type", "name", "label"], ...rows.map((row) => [...row])])).to.throw(
        XlsFormError,
        place,
      );
    });

  it("refuses a workbook without a survey sheet", () => {
    expect(() => importXlsForm([{ name: "Tabelle1", rows: [["a"]] }], "x")).to.throw(
      XlsFormError,
      "no sheet of this name",
    );
  });
});
