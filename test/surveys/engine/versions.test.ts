import { expect } from "chai";
import {
  compareVersions,
  compile,
  migrateInterview,
  type Questionnaire,
  row,
} from "../../../surveys/engine/index.ts";
import { InterviewDriver, questionnaireOf } from "../interview-driver.ts";

const single = (codes: string[]) => ({
  type: "single",
  id: "q",
  read: "Q?",
  options: codes.map((code) => ({ code, label: code })),
  specials: ["dk"],
});
const number = (max: number) => ({ type: "number", id: "n", read: "N?", min: 0, max, specials: ["dk"] });
const version = (...items: unknown[]): Questionnaire => questionnaireOf(items);
const kinds = (from: Questionnaire, to: Questionnaire) =>
  compareVersions(compile(from), compile(to)).map(
    ({ kind, id, compatible }) => `${kind} ${id} ${compatible}`,
  );

describe("two versions of a questionnaire", () => {
  it("differ by what was added, removed, retyped, recoded or tightened", () => {
    const from = version(single(["1", "2"]), number(10));
    expect(kinds(from, from)).to.deep.equal([]);
    expect(
      kinds(from, version(single(["1", "2", "3"]), number(20), { type: "info", id: "i", read: "I" })),
    ).to.deep.equal(["recoded q true", "limits n true", "added i true"]);
    expect(kinds(from, version(single(["1"]), number(5)))).to.deep.equal([
      "recoded q false",
      "limits n false",
    ]);
    expect(kinds(from, version({ ...single(["1", "2"]), type: "multiple" }))).to.deep.equal([
      "retyped q false",
      "removed n false",
    ]);
  });

  it("differ when the list of a lookup lost codes, or became another document", () => {
    const lookup = (list: object): Questionnaire => ({
      ...questionnaireOf([{ type: "lookup", id: "job", read: "Your job?", list: "jobs" }]),
      lists: { jobs: list } as NonNullable<Questionnaire["lists"]>,
    });
    const entries = (...codes: string[]) => ({ entries: codes.map((code) => ({ code, label: code })) });
    const [before, grown] = [lookup(entries("1", "2")), lookup(entries("1", "2", "3"))];
    expect(kinds(before, before)).to.deep.equal([]);
    expect(kinds(before, grown)).to.deep.equal(["recoded job true"]);
    expect(kinds(grown, before)).to.deep.equal(["recoded job false"]);
    const documents = (name: string) => lookup({ documents: { en: name.repeat(64) } });
    expect(kinds(documents("a"), documents("b"))).to.deep.equal(["recoded job false"]);
  });

  it("move an interview and say which answers do not fit", () => {
    const interview = new InterviewDriver(version(single(["1", "2"]), number(10))).answer("2").answer(9);
    const wider = compile(version({ type: "info", id: "i", read: "I" }, single(["1", "2", "3"]), number(20)));
    const moved = migrateInterview(wider, interview.state);
    expect(moved.unfit).to.deep.equal([]);
    expect(row(wider, moved.state)).to.deep.equal({ q: { v: "2" }, n: { v: 9 } });
    const narrower = migrateInterview(compile(version(single(["1"]), number(5))), interview.state);
    expect(narrower.unfit).to.deep.equal([
      { key: "q", reason: "unknown-option" },
      { key: "n", reason: "too-large" },
    ]);
    expect(interview.row, "the older version still reads its own answers").to.deep.equal({
      q: { v: "2" },
      n: { v: 9 },
    });
  });
});
