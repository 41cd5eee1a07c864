import { expect } from "chai";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { stopSoftLaunches } from "../../../server/studies/stop-soft-launches.ts";
import { getStudy } from "../../../server/studies/studies.ts";
import { interviewer } from "../../setup/field-fixture.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("a soft launch", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let researcher: SignedInClient;
  let caller: SignedInClient;
  let studyId: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    researcher = await server.client("researcher");
    caller = await server.client("interviewer");
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    const userIds = [researcher.user._id, caller.user._id];
    studyId = (await openStudy(deps, { userIds, cases: 6, language: "en" })).studyId;
    await deps.db.collection("studies").updateOne({ _id: studyId as never }, { $set: { status: "test" } });
  });

  const launch = (limits: Record<string, string>) =>
    researcher.post(`/studies/${studyId}/status`, { to: "soft", ...limits });

  async function call(outcome: string): Promise<void> {
    const user = interviewer(1, { id: caller.user._id });
    const held = await claimNextCase(deps, { user, studyIds: [studyId] });
    if ("none" in held) throw new Error(held.none);
    const { caseId, fence } = held;
    await openAttempt(deps, { caseId, fence, numberId: "n1", user });
    await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome, interviewId: "i1" });
  }

  it("pauses itself once it has its completes, and says so", async () => {
    expect((await launch({ completes: "2", dials: "" })).status).to.equal(303);
    deps.clock.advance(2000);
    for (const outcome of ["complete", "refused", "complete"]) {
      expect(await stopSoftLaunches(deps)).to.equal(0);
      await call(outcome);
    }
    expect(await stopSoftLaunches(deps)).to.equal(1);
    const study = await getStudy(deps, studyId);
    expect(study).to.include({ status: "paused", statusReason: "The soft launch has its 2 completes." });
    expect(await stopSoftLaunches(deps)).to.equal(0);
  });

  it("pauses itself once it has made its dials", async () => {
    await launch({ dials: "1" });
    deps.clock.advance(2000);
    await call("refused");
    expect(await stopSoftLaunches(deps)).to.equal(1);
    expect((await getStudy(deps, studyId)).status).to.equal("paused");
  });

  it("begins with no limit that is none", async () => {
    expect((await launch({ completes: "many" })).status).to.equal(422);
    expect((await getStudy(deps, studyId)).status).to.equal("test");
  });
});
