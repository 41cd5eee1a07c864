import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { heldCase } from "../../../server/cases/held-case.ts";
import { sweepLeases } from "../../../server/cases/sweep-leases.ts";
import { packageRoot } from "../../../server/paths.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

describe("a server that is killed in the middle of a call", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  const anna = interviewer(1);

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna] });
    await makeCases(deps, "study1", 1);
  });
  afterEach(() => database.close());

  /** Runs the child up to a step, kills it with SIGKILL, and lets the lease run out. */
  async function killAfter(step: "claim" | "dial" | "outcome") {
    const script = join(packageRoot, "test", "fixtures", "crash-in-call.ts");
    const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", script, database.uri, step], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let complaint = "";
    child.stderr?.on("data", (text) => {
      complaint += text;
    });
    const ended = once(child, "exit");
    const said = await Promise.race([once(child.stdout as NonNullable<typeof child.stdout>, "data"), ended]);
    if (child.exitCode !== null) throw new Error(complaint);
    child.kill("SIGKILL");
    await ended;
    return String(said[0]).trim();
  }
  const sweep = () => {
    deps.clock.advance(91_000);
    return sweepLeases(deps);
  };
  const stored = (id: string) => caseModel(deps.db).findById(id).lean();

  it("between claim and dial: the person has the case again, and it comes back by itself", async () => {
    const caseId = await killAfter("claim");
    expect((await heldCase(deps, { userId: anna.id }))?.caseId).to.equal(caseId);
    expect(await sweep()).to.deep.equal({ returned: 1, held: 0, finished: 0 });
    expect(await stored(caseId)).to.include({ state: "ready", attempts: 0 });
  });

  it("between dial and outcome: the case is held for the supervisor with a reason", async () => {
    const caseId = await killAfter("dial");
    expect(await sweep()).to.deep.equal({ returned: 0, held: 1, finished: 0 });
    expect(await stored(caseId)).to.deep.include({
      state: "hold-supervisor",
      why: { code: "lost-channel", params: {} },
    });
    expect(await attemptModel(deps.db).countDocuments({ outcome: null })).to.equal(1);
  });

  it("between outcome and plan: the plan is made, and nothing counts twice", async () => {
    const caseId = await killAfter("outcome");
    expect(await sweep()).to.deep.equal({ returned: 0, held: 0, finished: 1 });
    expect(await sweep()).to.deep.equal({ returned: 0, held: 0, finished: 0 });
    expect(await stored(caseId)).to.include({ state: "rest", attempts: 1, refusals: 1, plannedTo: 1 });
  });
}).timeout(60_000);
