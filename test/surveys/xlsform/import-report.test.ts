import { expect } from "chai";
import type { Sheet } from "../../../surveys/xlsform/form-sheet.ts";
import { columnLetter } from "../../../surveys/xlsform/form-sheet.ts";
import { importXlsForm } from "../../../surveys/xlsform/import-xlsform.ts";
import { InterviewDriver } from "../interview-driver.ts";
import { formFiles, formOf, importFile, itemOf, ref, sheetsOf } from "./form-of.ts";

/** Letters and digits only. */
const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Without tags and addresses, whose loss is reported. */
const words = (cell: string) => bare(cell.replace(/<[^>]*>|\]\([^)]*\)/g, ""));

/** Columns whose content changes its form: conditions, kinds, numbers. */
const translated =
  /^(type|name|list[_ ]name|required|relevant|constraint|calculation|choice_filter|parameters|read_?only|repeat_count|default_language)$/i;

/** Cells that are neither in the questionnaire nor in the report. */
function silent(sheets: readonly Sheet[], name: string): string[] {
  const { questionnaire, dropped } = importXlsForm(sheets, name);
  const kept = bare(JSON.stringify(questionnaire).replaceAll(/\\[nt"]/g, " "));
  return sheets.flatMap(({ name: sheet, rows }) =>
    rows.slice(1).flatMap((cells, at) => {
      const notes = dropped.filter((one) => one.sheet === sheet);
      const here = notes.filter(({ row }) => row === at + 2);
      const list = String(cells[0] ?? "");
      // A note about the kind of a question, a list or a sheet is about all of it.
      const whole =
        here.some(({ column, what }) => column === "A" && /^\w/.test(what)) ||
        here.some(({ why }) => /never asked/.test(why)) ||
        notes.some(({ what }) => what.startsWith(`list ${list} (`) || what.startsWith("the whole sheet"));
      if (whole) return [];
      return cells.flatMap((cell, column) => {
        const letter = columnLetter(column);
        const header = String(rows[0]?.[column] ?? "");
        const noted =
          here.some((one) => one.column === letter) ||
          notes.some((one) => one.row === 1 && one.column === letter);
        const text = words(String(cell ?? ""));
        const multiline = /appearance/i.test(header) && /multiline/.test(String(cell));
        if (text === "" || noted || translated.test(header) || multiline || kept.includes(text)) return [];
        return [`${sheet} ${letter}${at + 2} [${header}] ${cell}`];
      });
    }),
  );
}

describe("what the import of an XLSForm reports", () => {
  for (const name of formFiles)
    it(`leaves no cell of ${name} out in silence`, async () => {
      expect(silent(await sheetsOf(name), name)).to.deep.equal([]);
    });

  it("keeps a condition of a real form that no answer can fulfil, and says so at the question", async () => {
    const { questionnaire, dropped } = await importFile("mitwirken_umfrage.xlsx");
    const item = itemOf(questionnaire.items, "teilhabe_gruppen_other");
    expect(item).to.include({ when: "false" });
    expect(item?.comment).to.match(/^Never asked: survey, row 28, relevant/);
    expect(dropped.find(({ row, column }) => row === 28 && column === "G")?.why).to.contain(
      "no choice “other”",
    );
  });

  it("names lists, sheets, columns and settings that no question uses", () => {
    const { dropped } = formOf(
      [
        ["type", "name", "label"],
        ["select_one a", "q", "Q?"],
      ],
      [
        ["a", "1", "One"],
        ["b", "1", "Never"],
      ],
      [
        { name: "entities", rows: [["dataset"], ["people"]] },
        { name: "notes", rows: [["remember"]] },
        { name: "settings", rows: [["form_title", "style"], ["T", "pages"], ["second"]] },
      ],
    );
    expect(dropped.map(({ sheet, row, column, what }) => `${sheet} ${column}${row} ${what}`)).to.deep.equal([
      "choices A3 list b (1 choices)",
      "settings B2 style: pages",
      "settings A3 a second row",
      "entities A1 the whole sheet (2 rows)",
      "notes A1 the whole sheet (1 rows)",
    ]);
  });

  it("names translations, links and styles that a text lost, of questions and of options", () => {
    const { dropped } = importXlsForm(
      [
        {
          name: "survey",
          rows: [
            ["type", "name", "label::English (en)", "hint::Deutsch", "label::Klingon"],
            ["select_one l", "q", "See [us](https://x.example)", "Hinweis", "nuqneH"],
          ],
        },
        {
          name: "choices",
          rows: [
            ["list_name", "name", "label::English (en)"],
            ["l", "a", '<span style="color:red">Red</span>'],
          ],
        },
      ],
      "Test",
    );
    expect(dropped.map(({ sheet, row, column, what }) => `${sheet} ${column}${row} ${what}`)).to.deep.equal([
      "survey E1 texts in Klingon",
      "choices C2 label in de",
      'choices C2 <span style="color:red"> in the label',
      "survey D2 hint in en",
      "survey C2 label in de",
      "survey C2 https://x.example in the label",
    ]);
    expect(dropped[3]?.why).to.contain("the text of de stands in");
  });

  it("names ids that are not the names of the form", () => {
    const { dropped } = formOf([
      ["type", "name", "label"],
      ["text", "firstName", "Name?"],
    ]);
    expect(dropped).to.have.length(1);
    expect(dropped[0]).to.include({ row: 2, column: "B", what: "firstName" });
    expect(dropped[0]?.why).to.contain("it became first_name");
  });
});

describe("what the import of an XLSForm carries over", () => {
  it("position(..) as the number of the item", () => {
    const { questionnaire } = formOf([
      ["type", "name", "label", "calculation", "repeat_count"],
      ["begin repeat", "child", null, null, "2"],
      ["calculate", "number", null, "position(..)", null],
      ["text", "first", ref("Child {number}?"), null, null],
      ["end repeat", null, null, null, null],
    ]);
    const interview = new InterviewDriver(questionnaire);
    expect(interview.read).to.equal("Child 1?");
    interview.answer("Ada");
    expect(interview.read).to.equal("Child 2?");
  });

  it("a sum over a repeat, the day of the interview, and a choice among the items of a repeat", () => {
    const { questionnaire } = formOf([
      ["type", "name", "label", "calculation", "repeat_count", "relevant"],
      ["today", "day", null, null, null, null],
      ["begin repeat", "job", null, null, "2", null],
      ["text", "firm", "Firm?", null, null, null],
      ["integer", "hours", "Hours?", null, null, null],
      ["end repeat", null, null, null, null, null],
      ["calculate", "total", null, ref("sum({hours})"), null, null],
      [ref("select_one {firm}"), "main", "Which is the main one?", null, null, ref("{total} > 40")],
      ["text", "late", "Late?", null, null, ref("{day} > '2999-01-01'")],
      ["end", "over", null, null, null, null],
    ]);
    const interview = new InterviewDriver(questionnaire);
    interview.answer("Mill").answer(30).answer("Bakery").answer(20);
    expect(interview.row.total).to.deep.equal({ v: 50 });
    expect(interview.step.options.map(({ label }) => label[0]?.text)).to.deep.equal(["Mill", "Bakery"]);
    expect(itemOf(questionnaire.items, "late")?.when).to.equal("interview.today > '2999-01-01'");
  });

  it("a random order, with the field for others at its end, and a range that counts down", () => {
    const { questionnaire, dropped } = formOf(
      [
        ["type", "name", "label", "parameters"],
        ["select_multiple l or_other", "q", "Q?", "randomize=true, seed=3"],
        ["range", "r", "R?", "start=5 end=1 step=-1"],
      ],
      [["l", "a", "A"]],
    );
    expect(itemOf(questionnaire.items, "q")).to.include({ order: "random" });
    const item = itemOf(questionnaire.items, "q");
    expect(item?.type === "multiple" ? item.options?.at(-1) : null).to.include({
      code: "other",
      anchor: true,
    });
    expect(itemOf(questionnaire.items, "r")).to.include({ type: "scale", min: 1, max: 5 });
    expect(dropped.map(({ what }) => what)).to.deep.equal(["seed=3"]);
  });

  it("nothing from a repeat that is not there, and says why", () => {
    const { questionnaire, dropped } = formOf([
      ["type", "name", "label", "calculation"],
      ["text", "a", "A", null],
      [ref("select_one {a}"), "b", "B", null],
      ["calculate", "n", null, "position(..)"],
    ]);
    expect(questionnaire.items.map(({ id }) => id)).to.deep.equal(["a"]);
    expect(dropped.map(({ row, column }) => `${column}${row}`)).to.deep.equal(["A3", "D4"]);
  });
});
