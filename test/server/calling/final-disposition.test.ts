import { readFileSync } from "node:fs";
import { expect } from "chai";
import { finalDisposition } from "../../../server/calling/final-disposition.ts";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";

/** Outcomes on the first number, or on the one named: "n2:busy". */
const of = (history: string[], numbersLeft = true) => {
  const tried = history.map((text) => {
    const [numberId = "", outcome = ""] = text.includes(":") ? text.split(":") : ["n1", text];
    return { numberId, outcome };
  });
  return finalDisposition(defaultOutcomes(), tried, { numbersLeft });
};

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
    ["somebody spoke, nothing was learned", ["poor-line"], "3.90"],
    ["somebody spoke, so nobody may say that nobody answered", ["poor-line", "no-answer", "busy"], "3.90"],
    ["somebody spoke before the number died", ["poor-line", "dead-number"], "3.90", false],
    ["a household asked for another time", ["call-back", "no-answer"], "2.20"],
    ["a household's child answered", ["minor-answered", "no-answer"], "2.20"],
    ["a household wanted a letter first", ["wants-information", "no-answer"], "2.20"],
    ["an interim outcome is no disposition, even with a code", ["not-safe", "no-answer"], "2.20"],
    ["an interim outcome alone is none either", ["not-safe"], "2.20"],
    ["a business on one number, nobody yet on a live one", ["n1:business", "n2:no-answer"], "3.13"],
    ["a wrong number, nobody yet on a live one", ["n1:wrong-number", "n2:busy"], "3.12"],
    ["a business on the last number", ["n1:dead-number", "n2:business"], "4.51", false],
    ["a household on one number, a business on the other", ["n1:call-back", "n2:business"], "2.20", false],
    ["a business that had asked for another time", ["call-back", "business"], "4.51", false],
    ["the number changed and nobody knows the new one", ["no-answer", "new-number"], "4.41", false],
    ["a refusal is not overwritten by a dead number", ["hung-up", "dead-number"], "2.11", false],
    ["a refusal is not overwritten by a business", ["gatekeeper-refusal", "business"], "2.111", false],
    ["a refusal is not overwritten by a full quota", ["refused-today", "quota-full"], "2.112"],
    ["a full quota without a refusal", ["call-back", "no-answer", "quota-full"], "4.80"],
    ["a full quota is not overwritten by a later no answer", ["quota-full", "no-answer"], "4.80"],
    ["an interview that went on after a break-off, to a full quota", ["break-off", "quota-full"], "4.80"],
    ["a duplicate by word of mouth after a refusal", ["refused-today", "already-took-part"], "4.81"],
    ["a language that a call back follows", ["language", "call-back", "no-answer"], "2.33"],
    ["a complete declared invalid that never came about again", ["invalidated", "no-answer"], "2.20"],
    ["a complaint", ["no-answer", "complaint"], "2.112"],
    ["other languages", ["language", "no-answer"], "2.33"],
  ];
  for (const [why, history, code, left] of examples)
    it(`${why}: ${history.join(", ") || "nothing"} -> ${code}`, () => {
      expect(of(history, left)).to.equal(code);
    });

  it("never says that nobody answered where somebody spoke, whatever came before and after", () => {
    for (const { code, contact, number } of defaultOutcomes().outcomes)
      if (contact && number === "keep")
        for (const history of [[code], ["no-answer", code], [code, "no-answer", "busy"]])
          expect(of(history), history.join(", ")).to.not.match(/^3\.1/);
  });

  it("gives no code of an interim contact", () => {
    const interim = defaultOutcomes().outcomes.filter(
      (outcome) => outcome.interim && outcome.kind === "contact",
    );
    expect(interim).to.not.have.length(0);
    for (const { code } of interim)
      for (const history of [[code], [code, "no-answer"]])
        expect(of(history), history.join(", ")).to.match(/^(2\.20|3\.90)$/);
  });

  it("gives only codes that AAPOR knows", () => {
    const file = new URL("../../fixtures/vectors/aapor_phone_codes.json", import.meta.url);
    const { codes } = JSON.parse(readFileSync(file, "utf8")) as { codes: { code: string }[] };
    const known = codes.map(({ code }) => code);
    for (const one of defaultOutcomes().outcomes)
      for (const left of [true, false]) expect(known, one.code).to.include(of([one.code, "no-answer"], left));
  });
});
