import { expect } from "chai";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import { suspendInterview } from "../../../server/interviews/suspend-interview.ts";
import { openStudy, startedInterview } from "../../setup/interview-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const user = { id: "u1", name: "Ayla Demir" };

describe("an interview laid down in the middle", () => {
  let database: TestDatabase;
  let deps: TestDeps;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());

  it("gives its places in quota cells back, and has them decided again when it is resumed", async () => {
    const study = await openStudy(deps, { survey: "two-languages", userIds: [user.id] });
    const interview = await startedInterview(deps, study, user);
    const at = "2026-11-19T17:00:01.000Z";
    const { interview: asked } = await applyActs(deps, {
      ...{ interviewId: interview._id, fence: interview.fence, user },
      acts: [
        { seq: 1, kind: "answer", key: "intro", value: true, at },
        { seq: 2, kind: "answer", key: "used", value: "1", at },
      ],
    });
    expect(asked.state.quotas).to.deep.equal({ q_used: "open" });
    await suspendInterview(deps, { interviewId: interview._id, as: "open" });
    const laidDown = await findInterview(deps, interview._id);
    expect(laidDown?.state.quotas).to.deep.equal({});
    expect(laidDown?.state.answers).to.deep.equal(asked.state.answers);
    const resumed = await startedInterview(deps, study, user);
    expect(resumed._id).to.equal(interview._id);
    expect(resumed.state.quotas).to.deep.equal({ q_used: "open" });
    expect((await findInterview(deps, interview._id))?.state.quotas).to.deep.equal({ q_used: "open" });
  });
});
