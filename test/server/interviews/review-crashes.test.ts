import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { forgetInterview } from "../../../server/interviews/interview-cache.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import { recountQuotaCells } from "../../../server/interviews/recount-quota-cells.ts";
import { sweepReviews } from "../../../server/interviews/settle-review.ts";
import { compiledQuestionnaire } from "../../../server/questionnaires/questionnaires.ts";
import { cellsOfStudy } from "../../../server/quotas/quotas.ts";
import { setQuotaTargets } from "../../../server/quotas/set-quota-targets.ts";
import { completedInterview } from "../../setup/call-fixture.ts";
import { crashBeforeWrite } from "../../setup/crash-before-write.ts";
import { interviewer } from "../../setup/field-fixture.ts";
import { type OpenStudy, openStudy } from "../../setup/interview-fixture.ts";
import { review } from "../../setup/review-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const answers = { age: 40, sex: "1", used: "1" };

describe("a server that dies in the middle of a review", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let study: OpenStudy;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    study = await openStudy(deps, { survey: "screen-out", userIds: [anna.id], cases: 40 });
    await setQuotaTargets(deps, {
      studyId: study.studyId,
      compiled: await compiledQuestionnaire(deps, study.version),
      targets: [{ node: "q_sex", values: { sex: "1" }, target: 100 }],
      ...{ reason: "as agreed", by: "u1" },
    });
  });
  after(() => database.close());

  const completes = async () => (await cellsOfStudy(deps, study.studyId))[0]?.completes;
  const fresh = () => completedInterview(deps, study, anna, answers);
  const caseOf = (id: string) => deps.db.collection<CaseDoc>("cases").findOne({ _id: id });
  const sweep = () => {
    deps.clock.advance(31_000);
    return sweepReviews(deps);
  };

  for (const [name, between] of [
    ["by itself", async () => {}],
    ["with a recount of the quota in between", () => recountQuotaCells(deps, study.studyId)],
  ] as const)
    it(`finishes an invalidation wherever it stopped, ${name}`, async () => {
      let died = true;
      let n = 0;
      for (; died; n++) {
        const interview = await fresh();
        const before = (await completes()) ?? 0;
        died = await crashBeforeWrite(n, () => review(deps, interview, "invalidated"));
        forgetInterview(deps, interview._id);
        await between();
        // Before the first write nothing was decided: the supervisor presses the button again.
        if (n === 0) await review(deps, interview, "invalidated");
        await sweep();
        const at = `crash before write ${n}`;
        const done = await findInterview(deps, interview._id);
        expect(done, at).to.include({ status: "invalidated" });
        expect(done?.settling, at).to.equal(undefined);
        expect(await completes(), at).to.equal(before - 1);
        expect(await caseOf(interview.caseId), at).to.include({ state: "waiting", disposition: null });
        const attempt = await deps.db
          .collection("attempts")
          .findOne({ _id: `${interview.caseId}:1` as never });
        expect(attempt?.corrected, at).to.include({ outcome: "invalidated" });
        expect(await deps.db.collection("audit").countDocuments({ on: interview._id }), at).to.equal(1);
      }
      expect(n, "interview, cell, attempt, case, diary, mark").to.be.greaterThan(6);
      await recountQuotaCells(deps, study.studyId);
      expect(await completes()).to.equal(0);
    });

  it("writes the line about an acceptance once, wherever it stopped", async () => {
    let died = true;
    for (let n = 0; died; n++) {
      const interview = await fresh();
      died = await crashBeforeWrite(n, () => review(deps, interview, "accepted"));
      forgetInterview(deps, interview._id);
      if (n === 0) await review(deps, interview, "accepted");
      await sweep();
      expect((await findInterview(deps, interview._id))?.settling).to.equal(undefined);
      expect(await deps.db.collection("audit").countDocuments({ on: interview._id })).to.equal(1);
    }
  });

  it("does not move a case that was called again before the review was finished", async () => {
    const interview = await fresh();
    await review(deps, interview, "invalidated");
    const gone = { state: "final", disposition: "2.112", plannedTo: 2 } as const;
    await deps.db.collection("cases").updateOne({ _id: interview.caseId as never }, { $set: gone });
    await deps.db
      .collection("interviews")
      .updateOne({ _id: interview._id as never }, { $set: { settling: deps.clock.now() } });
    const before = await completes();
    expect(await sweep()).to.equal(1);
    expect(await caseOf(interview.caseId)).to.include(gone);
    expect(await completes()).to.equal(before);
  });
});
