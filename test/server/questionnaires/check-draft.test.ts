import { expect } from "chai";
import { checkDraft } from "../../../server/questionnaires/check-draft.ts";
import { lineOfPointer } from "../../../server/questionnaires/locate-pointer.ts";

describe("the line of a JSON pointer", () => {
  const text = `{
  "a": "x, {[\\"",
  "list": [ 1,
    { "b/c": true,
      "d~e": null } ],
  "z": {}
}`;

  it("is found through objects, lists and awkward strings", () => {
    expect(lineOfPointer(text, "")).to.equal(1);
    expect(lineOfPointer(text, "/a")).to.equal(2);
    expect(lineOfPointer(text, "/list/0")).to.equal(3);
    expect(lineOfPointer(text, "/list/1/b~1c")).to.equal(4);
    expect(lineOfPointer(text, "/list/1/d~0e")).to.equal(5);
    expect(lineOfPointer(text, "/z")).to.equal(6);
  });

  it("is that of the nearest place that exists when something is missing", () => {
    expect(lineOfPointer(text, "/z/missing")).to.equal(6);
    expect(lineOfPointer(text, "/list/7/x")).to.equal(3);
  });
});

describe("checking a draft", () => {
  it("says in which line a text stops being JSON", () => {
    const { definition, errors } = checkDraft('{\n  "id": "q",\n  oops\n}');
    expect(definition).to.equal(null);
    expect(errors).to.have.length(1);
    expect(errors[0]).to.include({ code: "not-json", line: 3 });
    expect(checkDraft("").errors[0]?.code).to.equal("not-json");
  });

  it("names what was found, what is allowed and the line", () => {
    const draft = {
      formatVersion: 1,
      id: "q",
      title: "Q",
      languages: ["en"],
      items: [{ type: "singel", id: "x" }],
    };
    const [error] = checkDraft(JSON.stringify(draft, null, 2)).errors;
    expect(error).to.include({ pointer: "/items/0/type", line: 10 });
    expect(error?.message).to.contain('"singel"');
  });
});
