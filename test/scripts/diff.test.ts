import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { packageRoot } from "../../server/paths.ts";
import { questionnaireOf } from "../surveys/interview-driver.ts";

const run = promisify(execFile);

/** Runs `fieldline diff` from source; resolves also when it exits with 1, as it does for a binding difference. */
async function diff(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = join(packageRoot, "scripts", "fieldline.ts");
  return run(process.execPath, ["--import", "tsx", file, "diff", ...args], { cwd: packageRoot }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

const number = (max: number, read = "N?") => ({
  type: "number",
  id: "n",
  read,
  min: 0,
  max,
  specials: ["dk"],
});

describe("fieldline diff", () => {
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
      stdout:
        "  limits n: min 0, max 10 became min 0, max 20\n  text n: a text was changed\n" +
        "2 differences; running interviews can move\n",
    });
    expect(await diff(old, narrower)).to.deep.include({
      code: 1,
      stdout:
        "! limits n: min 0, max 10 became min 0, max 5\n" +
        "1 difference; those marked ! keep running interviews on the older version\n",
    });
    const { stdout } = await diff(old, narrower, "--json");
    expect(JSON.parse(stdout)).to.deep.equal({
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
    const { code, stderr } = await diff(old, join(folder, "missing.json"));
    expect(code).to.equal(1);
    expect(stderr).to.match(/^fieldline: .*missing\.json.*\n$/);
  });
});
