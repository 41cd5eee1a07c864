import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { defaultOutcomes } from "../../server/calling/outcome-catalogue.ts";
import { shippedPolicy } from "../../server/calling/shipped-policy.ts";
import { createStudy } from "../../server/studies/studies.ts";
import { houseEnv, runFieldline } from "../setup/run-fieldline.ts";
import { openTestDatabase, type TestDatabase } from "../setup/test-database.ts";
import { testDeps } from "../setup/test-deps.ts";

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

  describe("of a study", () => {
    let database: TestDatabase;
    before(async () => {
      database = await openTestDatabase();
      await createStudy(
        testDeps(database.db),
        {
          ...{ key: "poll", name: "Poll", client: { name: "C" }, languages: ["de"] },
          institute: { name: "I", phone: "+49 30 23125000" },
        },
        "test",
      );
    });
    after(() => database.close());
    const run = (...args: string[]) => runFieldline(["policy", ...args], { env: houseEnv(database.uri) });

    it("is shown as set takes it back, and an edited one is put into force", async () => {
      expect((await run("show", "poll")).err).to.contain(
        "has no calling policy; fieldline policy set poll FILE",
      );
      const preset = await run("set", "poll", "de-adm", "--reason", "Shift workers");
      expect(preset.out, preset.err).to.match(
        /^poll: the policy "de-adm" holds from now on, \d+ places changed/,
      );
      const shown = await run("show", "poll");
      const same = join(folder, "same.json");
      await writeFile(same, shown.out);
      expect((await run("set", "poll", same)).out).to.equal('poll: the policy "de-adm" holds already\n');
      const policy = JSON.parse(shown.out);
      expect(policy.hours.reason).to.equal("Shift workers");
      const set = await run(
        ...["set", "poll", await file("edited.json", { ...policy, maxSoftRefusals: 4 }), "--json"],
      );
      expect(JSON.parse(set.out)).to.deep.equal({
        ...{ study: "poll", policy: "de-adm" },
        changes: [{ pointer: "/maxSoftRefusals", from: 2, to: 4 }],
      });
      expect(JSON.parse((await run("show", "poll")).out)).to.deep.equal({ ...policy, maxSoftRefusals: 4 });
      const line = await database.db
        .collection("audit")
        .findOne({ "what.changes": "/maxSoftRefusals: 2 → 4" });
      expect(line).to.deep.include({ by: "command", act: "study.policy" });
    });

    it("stays what it is when the new one is refused", async () => {
      const before = (await run("show", "poll")).out;
      const bad = await run(
        "set",
        "poll",
        await file("bad.json", { ...JSON.parse(before), maxSoftRefusals: 9 }),
      );
      expect(bad).to.include({ code: 1, out: "" });
      expect(bad.err).to.contain("/maxSoftRefusals must be <= 5 (found 9)");
      expect((await run("set", "poll", "demo")).err).to.contain("only for the simulated telephone");
      expect((await run("set", "nowhere", "plain")).err).to.contain('no study "nowhere"; there is: poll');
      expect((await run("set", "poll", join(folder, "none.json"))).err).to.contain("cannot be read as JSON");
      expect((await run("show", "poll")).out).to.equal(before);
    });
  });
});
