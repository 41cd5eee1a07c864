import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { defaultOutcomes } from "../../server/calling/outcome-catalogue.ts";
import { shippedPolicy } from "../../server/calling/shipped-policy.ts";
import { runFieldline } from "../setup/run-fieldline.ts";

describe("fieldline policy", function () {
  this.timeout(90_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fieldline-policy-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const file = async (name: string, content: unknown) => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(content));
    return path;
  };

  it("checks a policy against the outcomes of the study that it is for", async () => {
    const policy = await file("policy.json", {
      ...shippedPolicy("plain"),
      delays: { "dog-barked": { delayMinutes: 5 } },
    });
    const [one] = defaultOutcomes().outcomes;
    const own = await file("own.json", { formatVersion: 1, outcomes: [{ ...one, code: "dog-barked" }] });
    const wrong = await file("wrong.json", { formatVersion: 1, outcomes: [{ code: "Dog" }] });
    const alone = await runFieldline(["policy", "check", policy]);
    expect(alone.code).to.equal(1);
    expect(alone.err).to.contain("/delays/dog-barked is no outcome of the shipped catalogue");
    const checked = await runFieldline(["policy", "check", policy, "--outcomes", own]);
    expect(checked).to.deep.include({ code: 0, out: `${policy}: can be used\n`, err: "" });
    const refused = await runFieldline(["policy", "check", policy, "--outcomes", wrong]);
    expect(refused.code).to.equal(1);
    expect(refused.err).to.contain(wrong).and.to.contain("/outcomes/0");
  });

  it("says in one line what it cannot ask for", async () => {
    const explain = (...more: string[]) =>
      runFieldline(["policy", "explain", "poll", "--case", "OP-1", ...more]);
    const day = await explain("--at", "2026-02-30T10:00");
    expect(day).to.include({ code: 1, out: "" });
    expect(day.err).to.contain('--at "2026-02-30T10:00" is no time');
    const mode = await explain("--mode", "boat");
    expect(mode.code).to.equal(1);
    expect(mode.err).to.contain("person, automatic, automatic-message");
  });
});
