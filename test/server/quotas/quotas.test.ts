import { expect } from "chai";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { completeInterview } from "../../../server/interviews/complete-interview.ts";
import { sweepInterviews } from "../../../server/interviews/finish-completion.ts";
import { forgetInterview } from "../../../server/interviews/interview-cache.ts";
import type { InterviewDoc } from "../../../server/interviews/interview-model.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import { openInterview } from "../../../server/interviews/open-interview.ts";
import { suspendInterview } from "../../../server/interviews/suspend-interview.ts";
import { sweepQuotaPlaces } from "../../../server/interviews/sweep-quota-places.ts";
import { compiledQuestionnaire } from "../../../server/questionnaires/questionnaires.ts";
import { cellsOfStudy, reservePlace } from "../../../server/quotas/quotas.ts";
import { setQuotaTargets } from "../../../server/quotas/set-quota-targets.ts";
import { type Act, isComplete, startInterview } from "../../../surveys/engine/index.ts";
import * as call from "../../setup/call-fixture.ts";
import { crashBeforeWrite } from "../../setup/crash-before-write.ts";
import { type OpenStudy, openStudy } from "../../setup/interview-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const user = { id: "u1", name: "Ayla Demir", languages: ["en", "de"], skills: [] };
const answer = (seq: number, key: string, value: Act["value"]): Act => ({
  ...{ seq, key, kind: "answer", at: "2026-11-19T17:00:01.000Z" },
  ...(value === undefined ? {} : { value }),
});

describe("quota cells", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let study: OpenStudy;
  let firstNumber = 0;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  // Whoever holds a case is given it again.
  afterEach(() =>
    deps.db.collection("cases").updateMany({}, { $set: { lease: null, current: null, state: "final" } }),
  );
  after(() => database.close());

  /** A fresh study with the fixture's quota "q_sex" by the question "sex". */
  async function field(targets: Record<string, number | null>, cases = 12): Promise<void> {
    firstNumber += cases;
    study = await openStudy(deps, { survey: "screen-out", userIds: [user.id], cases, firstNumber });
    await setTargets(targets);
  }

  async function setTargets(targets: Record<string, number | null>, reason = "as agreed"): Promise<number> {
    return setQuotaTargets(deps, {
      studyId: study.studyId,
      compiled: await compiledQuestionnaire(deps, study.version),
      targets: Object.entries(targets).map(([sex, target]) => ({ node: "q_sex", values: { sex }, target })),
      ...{ reason, by: "u1" },
    });
  }

  async function cell(sex: string) {
    const found = (await cellsOfStudy(deps, study.studyId)).find(({ values }) => values.sex === sex);
    return found && { target: found.target, completes: found.completes, held: found.held.length };
  }

  const onTheLine = () => call.onTheLine(deps, study, user);

  async function take(interview: InterviewDoc, ...acts: Act[]): Promise<string | undefined> {
    const request = { interviewId: interview._id, fence: interview.fence, user, acts };
    const { interview: now, compiled } = await applyActs(deps, request);
    return isComplete(compiled, now.state)?.outcome;
  }

  const complete = ({ _id, fence }: InterviewDoc) =>
    completeInterview(deps, { interviewId: _id, fence, user });

  it("never let in more than the target, however many ask at once", async () => {
    await field({ 1: 50 });
    const compiled = await compiledQuestionnaire(deps, study.version);
    const begun = startInterview(compiled, { seed: "1", language: "en", today: "2026-11-19", sample: {} });
    const state = { ...begun, answers: { age: { v: 40 }, sex: { v: "1" } } };
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        reservePlace(deps, { _id: `i${n}`, studyId: study.studyId }, { compiled, state, node: "q_sex" }),
      ),
    );
    expect(results.filter((result) => result === "open")).to.have.length(50);
    expect(await cell("1")).to.deep.equal({ target: 50, completes: 0, held: 50 });
  });

  it("count a complete interview once, and turn the next one away with its own outcome", async () => {
    await field({ 1: 1, 2: 5 });
    const first = await onTheLine();
    expect(await take(first, answer(1, "age", 40), answer(2, "sex", "1"))).to.equal(undefined);
    expect(await cell("1")).to.deep.equal({ target: 1, completes: 0, held: 1 });
    await take(first, answer(3, "used", "1"));
    await complete(first);
    expect(await cell("1")).to.deep.equal({ target: 1, completes: 1, held: 0 });
    const second = await onTheLine();
    expect(await take(second, answer(1, "age", 40), answer(2, "sex", "1"))).to.equal("quotaFull");
    await complete(second);
    expect((await findInterview(deps, second._id))?.status).to.equal("screened");
    const item = await deps.db.collection("cases").findOne({ _id: second.caseId as never });
    expect(item?.finalOutcome).to.equal("quota-full");
    expect(await cell("1")).to.deep.equal({ target: 1, completes: 1, held: 0 });
  });

  it("follow a corrected answer to another cell, and give the place back when the call is laid down", async () => {
    await field({ 1: 2, 2: 2 });
    const interview = await onTheLine();
    await take(interview, answer(1, "age", 40), answer(2, "sex", "1"));
    await take(interview, answer(3, "sex", "2"));
    expect([await cell("1"), await cell("2")].map((one) => one?.held)).to.deep.equal([0, 1]);
    await suspendInterview(deps, { interviewId: interview._id, as: "open" });
    expect((await cell("2"))?.held).to.equal(0);
  });

  it("let people in where there is no cell, and where the deciding answer is not known", async () => {
    await field({ 1: 0 });
    const interview = await onTheLine();
    expect(await take(interview, answer(1, "age", 40), answer(2, "sex", "2"))).to.equal(undefined);
    const unsure: Act = { ...answer(3, "sex", "dk"), kind: "special" };
    expect(await take(interview, unsure)).to.equal(undefined);
    expect(await take(interview, answer(4, "sex", "1"))).to.equal("quotaFull");
  });

  it("count exactly once wherever a completion stopped", async () => {
    await field({ 1: 100 }, 30);
    let died = true;
    let n = 0;
    for (; died; n++) {
      const interview = await onTheLine();
      await take(interview, answer(1, "age", 40), answer(2, "sex", "1"), answer(3, "used", "1"));
      died = await crashBeforeWrite(n, () => complete(interview));
      forgetInterview(deps, interview._id);
      if (n === 0) await complete(interview);
      deps.clock.advance(31_000);
      await sweepInterviews(deps);
      expect(await cell("1"), `crash before write ${n}`).to.deep.equal({
        ...{ target: 100, completes: n + 1, held: 0 },
      });
    }
    expect(n).to.be.greaterThan(4);
  });

  it("lose no place when a process dies between the place and the answer, and keep no place for nobody", async () => {
    await field({ 1: 100 });
    const interview = await onTheLine();
    await take(interview, answer(1, "age", 40));
    const act = answer(2, "sex", "1");
    for (const n of [1, 2]) await crashBeforeWrite(n, () => take(interview, act));
    forgetInterview(deps, interview._id);
    expect((await cell("1"))?.held).to.equal(1);
    await take(interview, act);
    expect((await cell("1"))?.held, "sent again: the place is its own").to.equal(1);
    await deps.db
      .collection("quota-cells")
      .updateOne({ studyId: study.studyId }, { $push: { held: "gone" } as never });
    expect((await sweepQuotaPlaces(deps)).dropped, "perhaps it is being written").to.equal(0);
    expect((await sweepQuotaPlaces(deps)).dropped, "however often one looks").to.equal(0);
    deps.clock.advance(20_000);
    expect((await sweepQuotaPlaces(deps)).dropped).to.equal(1);
    expect((await cell("1"))?.held).to.equal(1);
  });

  it("made in the field count what there is: complete interviews and those under way", async () => {
    await field({});
    const done = await onTheLine();
    await take(done, answer(1, "age", 40), answer(2, "sex", "1"), answer(3, "used", "1"));
    await complete(done);
    const under = await onTheLine();
    await take(under, answer(1, "age", 40), answer(2, "sex", "1"));
    expect(await setTargets({ 1: 10, 2: 10 }, "")).to.equal(2);
    expect(await cell("1")).to.deep.equal({ target: 10, completes: 1, held: 1 });
    expect(await setTargets({ 1: 10, 2: 10 })).to.equal(0);
    const audit = await deps.db.collection("audit").findOne({ act: "quota.targets", studyId: study.studyId });
    expect(audit?.what).to.deep.equal({ "q_sex 1": "– → 10", "q_sex 2": "– → 10" });
  });

  it("made between the close of an interview and its count are right all the same", async () => {
    await field({ 1: 100 });
    const counts: number[] = [];
    for (let n = 0; ; n++) {
      const interview = await onTheLine();
      await take(interview, answer(1, "age", 40), answer(2, "sex", "1"), answer(3, "used", "1"));
      const died = await crashBeforeWrite(n, () => complete(interview));
      forgetInterview(deps, interview._id);
      await setTargets({ 2: n + 1 });
      if (n === 0) await complete(interview);
      deps.clock.advance(31_000);
      await sweepInterviews(deps);
      await setTargets({ 2: null });
      counts.push((await cell("1"))?.completes ?? 0);
      if (!died) break;
    }
    expect(counts).to.deep.equal(counts.map((_, n) => n + 1));
  });

  it("let nobody in on a place that was given up when the route led elsewhere", async () => {
    await field({ 1: 1 });
    const interview = await onTheLine();
    await take(interview, answer(1, "age", 40), answer(2, "sex", "1"));
    expect(await take(interview, answer(3, "age", 12))).to.equal("ineligible");
    for (const _ of [1, 2]) {
      await sweepQuotaPlaces(deps);
      deps.clock.advance(20_000);
    }
    expect((await cell("1"))?.held).to.equal(0);
    await deps.db
      .collection("cases")
      .updateOne(
        { _id: interview.caseId as never },
        { $set: { lease: null, current: null, state: "final" } },
      );
    const other = await onTheLine();
    expect(await take(other, answer(1, "age", 40), answer(2, "sex", "1"))).to.equal(undefined);
    expect(await take(interview, answer(4, "age", 40))).to.equal("quotaFull");
    expect((await cell("1"))?.held).to.equal(1);
  });

  it("take no place for practice", async () => {
    await field({ 1: 0 });
    const practice = await openInterview(deps, {
      held: {
        caseId: "practice",
        studyId: study.studyId,
        fence: 1,
        attemptNo: 1,
        sample: {},
        zone: "Europe/Berlin",
      },
      ...{ version: study.version, user, language: "en", mode: "practice" },
    });
    expect(await take(practice, answer(1, "age", 40), answer(2, "sex", "1"))).to.equal(undefined);
    expect(await cell("1")).to.deep.equal({ target: 0, completes: 0, held: 0 });
  });

  it("change with a reason only, to whole numbers, for answers that exist", async () => {
    await field({ 1: 5 });
    const pointer = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: { errors: { pointer: string; detail: string }[] }) => error.errors[0],
      );
    expect(await pointer(setTargets({ 1: 6 }, " "))).to.include({ pointer: "reason" });
    expect(await pointer(setTargets({ 1: 2.5 }))).to.include({ detail: "target" });
    expect(await pointer(setTargets({ 7: 5 }))).to.include({ pointer: "q_sex.sex", detail: "code" });
    expect(await setTargets({ 1: null })).to.equal(1);
    expect(await cell("1")).to.equal(undefined);
  });
});
