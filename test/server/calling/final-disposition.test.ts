import { expect } from "chai";
import { finalDisposition } from "../../../server/calling/final-disposition.ts";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";

const of = (history: string[], numbersLeft = true) =>
  finalDisposition(defaultOutcomes(), history, { numbersLeft });

describe("the final disposition of a case", () => {
  const examples: [why: string, history: string[], code: string, numbersLeft?: boolean][] = [
    ["never worked", [], "3.11"],
    ["a complete stands before everything", ["refused-today", "complete"], "1.1"],
    ["a refusal is not overwritten by a later no answer", ["refused-today", "no-answer", "busy"], "2.112"],
    ["no answer, household never confirmed: unknown eligibility", ["no-answer", "no-answer"], "3.13"],
    ["the last of several unknowns", ["busy", "no-answer"], "3.13"],
    ["no answer after a household was confirmed: non-contact", ["voicemail-household", "no-answer"], "2.20"],
    ["a call back that never came about is a non-contact", ["appointment", "no-answer"], "2.20"],
    ["a dead number, none left", ["no-answer", "dead-number"], "4.31", false],
    ["a dead number while another one lives", ["dead-number", "no-answer"], "3.13"],
    [
      "a household that loses its number stays a non-contact",
      ["voicemail-household", "dead-number"],
      "2.221",
      false,
    ],
    ["not eligible by word of mouth", ["refused-today", "no-eligible"], "4.70"],
    ["a break-off counts as a refusal", ["break-off", "no-answer"], "2.12"],
    ["somebody spoke, nothing was learned", ["call-back"], "3.90"],
    ["other languages", ["language", "no-answer"], "2.33"],
  ];
  for (const [why, history, code, left] of examples)
    it(`${why}: ${history.join(", ") || "nothing"} -> ${code}`, () => {
      expect(of(history, left)).to.equal(code);
    });
});
