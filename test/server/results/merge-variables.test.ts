import { expect } from "chai";
import { mergeVariables } from "../../../server/results/merge-variables.ts";
import type { Variable } from "../../../server/results/variable.ts";
import { versionNoteText } from "../../../server/results/version-note.ts";

const words = (text: string) => ({ en: text });

const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  ...{ name, type: "single", label: words(name), read: words(`${name}?`), instruction: {}, categories: [] },
  ...{ specials: [], grid: null, when: null, openText: false, personal: false, fromSample: false, unit: {} },
  ...more,
});

const options = (...codes: string[]) => codes.map((code) => ({ code, label: words(`Option ${code}`) }));
const special = (id: string, code: string) => ({ id, code, label: words(id) });

/** Versions as written: the oldest first. */
const merge = (...versions: Variable[][]) =>
  mergeVariables(versions.map((variables, at) => ({ version: String(at + 1), variables })).toReversed());
const notes = (...versions: Variable[][]) =>
  merge(...versions).notes.map((note) => versionNoteText(note, "en"));

describe("the variables of several versions", () => {
  it("come in the order of the newest version, what only older ones had at the end", () => {
    const merged = merge(
      [variable("a"), variable("gone"), variable("b")],
      [variable("b"), variable("new"), variable("a")],
    );
    expect(merged.variables.map(({ name }) => name)).to.deep.equal(["b", "new", "a", "gone"]);
    expect(merged.notes.map(({ code, variable: name }) => `${code} ${name}`)).to.deep.equal([
      "new-in new",
      "only-in gone",
    ]);
  });

  it("have nothing to say when nothing changed", () => {
    expect(
      notes([variable("a", { categories: options("1") })], [variable("a", { categories: options("1") })]),
    ).to.deep.equal([]);
  });

  it("of one name and several types are apart, each under the last version that had its type", () => {
    const merged = merge(
      [variable("a", { type: "text" })],
      [variable("a", { type: "number" })],
      [variable("a", { type: "number" })],
      [variable("a")],
    );
    expect(merged.variables.map(({ name, type }) => `${name} ${type}`)).to.deep.equal([
      "a single",
      "a_v3 number",
      "a_v1 text",
    ]);
    expect([...(merged.renamed.get("2") ?? [])]).to.deep.equal([["a", "a_v3"]]);
    expect([...(merged.renamed.get("4") ?? [])]).to.deep.equal([]);
  });

  it("never share a column of a file: an older question that has the name of an option's column gets another", () => {
    const merged = merge(
      [variable("why_97")],
      [variable("why", { type: "multiple", categories: options("1", "97") })],
    );
    expect(merged.variables.map(({ name }) => name)).to.deep.equal(["why", "why_97_v1"]);
    expect([...(merged.renamed.get("1") ?? [])]).to.deep.equal([["why_97", "why_97_v1"]]);
    expect(merged.notes.map((note) => versionNoteText(note, "en"))).to.include(
      "why_97 of version 1 is in the column why_97_v1, because another variable has a column of that name.",
    );
  });

  it("give two special answers of different versions two codes, and say so", () => {
    const [older, newer] = [special("never", "-97"), special("unsure", "-97")];
    const merged = merge([variable("a", { specials: [older] })], [variable("a", { specials: [newer] })]);
    expect(merged.variables[0]?.specials.map(({ id, code }) => `${id} ${code}`)).to.deep.equal([
      "unsure -97",
      "never -98",
    ]);
    expect(merged.notes.map((note) => versionNoteText(note, "en"))).to.deep.equal([
      "a: the answer -97 (unsure) is new in version 2; it could not be chosen before.",
      "a: the answer -98 (never) could be chosen in version 1 only.",
      "a: never has the code -98 here; in version 1 it was -97.",
    ]);
  });

  it("report options that came, went or read differently, and questions in other words", () => {
    const [yes, perhaps] = [
      { code: "1", label: words("Yes") },
      { code: "2", label: words("Perhaps") },
    ];
    const report = notes(
      [variable("a", { categories: [yes, ...options("3")], read: words("Old?") })],
      [variable("a", { categories: [{ ...yes, label: words("Certainly") }, perhaps] })],
    );
    expect(report).to.deep.equal([
      "a was asked in other words in version 1. Do both mean the same?",
      "a: the answer 1 read “Yes” in version 1 and reads “Certainly” now. Do both mean the same?",
      "a: the answer 2 (Perhaps) is new in version 2; it could not be chosen before.",
      "a: the answer 3 (Option 3) could be chosen in version 1 only.",
    ]);
  });
});
