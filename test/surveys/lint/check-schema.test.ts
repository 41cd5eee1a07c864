import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { schemaFolder } from "../../../server/paths.ts";
import { schemaCheck } from "../../../surveys/lint/check-schema.ts";

const check = schemaCheck(JSON.parse(readFileSync(join(schemaFolder, "questionnaire.schema.json"), "utf8")));
const question = {
  type: "single",
  id: "used",
  read: { en: "Used?" },
  options: [{ code: "1", label: "Yes" }],
};
const withItem = (...items: unknown[]) => ({
  formatVersion: 1,
  id: "tiny",
  title: "Tiny",
  languages: ["en"],
  items,
});
const lines = (json: unknown) => check(json).map(({ pointer, message }) => `${pointer}: ${message}`);

describe("the schema check of a questionnaire", () => {
  it("has nothing to say about a valid one", () => {
    expect(lines(withItem(question))).to.deep.equal([]);
  });

  it("says what was found, what is allowed and where", () => {
    expect(lines({ ...withItem(question), formatVersion: 2 })).to.deep.equal([
      "/formatVersion: found 2; allowed is 1",
    ]);
    expect(lines(withItem({ ...question, options: [{ code: 1, label: "Yes" }] }))).to.deep.equal([
      "/items/0/options/0/code: found 1; allowed is a text",
    ]);
    expect(lines(withItem({ ...question, read: 5 }))).to.deep.equal([
      "/items/0/read: found 5; allowed is a text or an object",
    ]);
  });

  it("speaks about the item type that was meant, not about all of them", () => {
    expect(
      lines(withItem({ type: "number", id: "age", read: "Age?", min: "x", options: [] })),
    ).to.have.members([
      '/items/0/min: found "x"; allowed is a number',
      '/items/0/options: "options" is not known here; check the spelling or remove it',
    ]);
  });

  it("names a missing or unknown type once", () => {
    const [missing, ...others] = lines(withItem({ id: "a" }));
    expect(missing).to.match(/^\/items\/0\/type: "type" is missing; .*"info", "single", "multiple".*"end"$/);
    expect(others).to.deep.equal([]);
    const [unknown, ...more] = lines(withItem({ ...question, type: "singel" }));
    expect(unknown).to.match(/^\/items\/0\/type: found "singel"; allowed are "info", "single".*"end"$/);
    expect(more).to.deep.equal([]);
  });

  it("points through names that need escaping and reports every fault at once", () => {
    expect(lines({ ...withItem(question), "a/b~c": 1, languages: [] })).to.have.members([
      '/a~1b~0c: "a/b~c" is not known here; check the spelling or remove it',
      "/languages: found a list of 0; at least 1 are needed",
    ]);
  });

  it("survives anything that is not a questionnaire", () => {
    for (const json of [null, 1, "x", [], { items: null }]) expect(lines(json)).not.to.deep.equal([]);
  });
});
