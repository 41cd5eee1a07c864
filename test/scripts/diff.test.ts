import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { runFieldline } from "../setup/run-fieldline.ts";
import { questionnaireOf } from "../surveys/interview-driver.ts";

const diff = (...args: string[]) => runFieldline(["diff", ...args]);

const number = (max: number, read = "N?") => ({
  type: "number",
  id: "n",
  read,
  min: 0,
  max,
  specials: ["dk"],
});

describe("fieldline diff", function () {
  this.timeout(60_000);
  let folder = "";
  const write = async (name: string, items: unknown[]) => {
    const file = join(folder, name);
    await writeFile(file, JSON.stringify(questionnaireOf(items)));
    return file;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-diff-"));
  });
  after(() => rm(folder, { recursive: true }));

  it("prints what changed, and says with ! and its exit code what keeps running interviews back", async () => {
    const [old, wider, narrower] = await Promise.all([
      write("old.json", [number(10)]),
      write("wider.json", [number(20, "Number?")]),
      write("narrower.json", [number(5)]),
    ]);
    expect(await diff(old, wider)).to.deep.include({
      code: 0,
      out:
        "  limits n: min 0, max 10 became min 0, max 20\n  text n: a text was changed\n" +
        "2 differences; running interviews can move\n",
    });
    expect(await diff(old, narrower)).to.deep.include({
      code: 1,
      out:
        "! limits n: min 0, max 10 became min 0, max 5\n" +
        "1 difference; those marked ! keep running interviews on the older version\n",
    });
    const { out } = await diff(old, narrower, "--json");
    expect(JSON.parse(out)).to.deep.equal({
      compatible: false,
      differences: [
        {
          ...{ kind: "limits", id: "n", pointer: "/items/0", compatible: false },
          detail: "min 0, max 10 became min 0, max 5",
        },
      ],
    });
  });

  it("says in one line which file is no questionnaire", async () => {
    const old = await write("old.json", [number(10)]);
    const { code, err } = await diff(old, join(folder, "missing.json"));
    expect(code).to.equal(1);
    expect(err).to.match(/^fieldline: .*missing\.json.*\n$/);
  });
});
