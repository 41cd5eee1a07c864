import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { nameList } from "../../server/questionnaires/lookup-lists.ts";
import { runFieldline } from "../setup/run-fieldline.ts";
import { questionnaireOf } from "../surveys/interview-driver.ts";

const check = (...args: string[]) => runFieldline(["check", ...args]);
const csv = "code;label\n1;Baker\n2;Joiner\n";

describe("fieldline check", function () {
  this.timeout(120_000);
  let folder = "";
  const write = async (name: string, content: unknown) => {
    const file = join(folder, name);
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  const asking = (code: string) => ({
    ...questionnaireOf([
      { type: "lookup", id: "j", read: "Job?", list: "jobs", specials: ["dk"] },
      { type: "info", id: "i", read: "So.", when: `j == '${code}'` },
    ]),
    lists: { jobs: { documents: { en: nameList({ language: "en", csv }).hash } } },
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-check-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("looks into a list kept apart that it is given, and only then", async () => {
    const [right, wrong, list] = await Promise.all([
      write("right.json", asking("2")),
      write("wrong.json", asking("3")),
      write("jobs.csv", csv),
    ]);
    expect((await check(right, wrong)).code).to.equal(0);
    const found = await check(right, wrong, "--list", list, "--json");
    expect(found.code).to.equal(1);
    const { files } = JSON.parse(found.out);
    expect(files.map(({ errors }: { errors: unknown[] }) => errors.length)).to.deep.equal([0, 1]);
    expect(files[1].errors[0]).to.include({ code: "condition-code", pointer: "/items/1/when" });
  });

  it("says in one line which file belongs to no list or is none", async () => {
    const [right, other, broken] = await Promise.all([
      write("right.json", asking("2")),
      write("other.csv", "code;label\n1;Nurse\n"),
      write("broken.csv", "code;label\n1;Baker\n1;Joiner\n"),
    ]);
    const foreign = await check(right, "--list", other);
    expect(foreign).to.include({ code: 1, out: "" });
    expect(foreign.err).to.contain("names no list with the content of").and.contain('"en":');
    expect((await check(right, "--list", broken)).err).to.match(/broken\.csv: Line 3: twice \(1\)/);
  });
});
