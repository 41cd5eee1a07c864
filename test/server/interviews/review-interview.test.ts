import { expect } from "chai";
import { callsSince } from "../../../server/cases/attempts.ts";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { explainCase } from "../../../server/cases/explain-case.ts";
import { moveCase } from "../../../server/cases/move-case.ts";
import { Problem } from "../../../server/http/problem.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import { recountQuotaCells } from "../../../server/interviews/recount-quota-cells.ts";
import { completesByDay, studyFigures } from "../../../server/monitoring/field-figures.ts";
import { compiledQuestionnaire } from "../../../server/questionnaires/questionnaires.ts";
import { cellsOfStudy } from "../../../server/quotas/quotas.ts";
import { setQuotaTargets } from "../../../server/quotas/set-quota-targets.ts";
import { countDispositions } from "../../../server/results/count-dispositions.ts";
import { countResults } from "../../../server/results/count-results.ts";
import { exportCsv } from "../../../server/results/export-csv.ts";
import { getStudy } from "../../../server/studies/studies.ts";
import { translator } from "../../../server/views/translate.ts";
import { completedInterview, onTheLine } from "../../setup/call-fixture.ts";
import { interviewer } from "../../setup/field-fixture.ts";
import { type OpenStudy, openStudy } from "../../setup/interview-fixture.ts";
import { problemCode } from "../../setup/problem-code.ts";
import { ina, omar, review } from "../../setup/review-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);
const woman = { age: 40, sex: "1", used: "1" };
const close = (outcome: string) => ({ case: { to: "close" as const, outcome } });

describe("the review of a completed interview", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let study: OpenStudy;
  let firstNumber = 0;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());
  beforeEach(async () => {
    deps.clock.set("2026-11-19T17:00:00Z");
    study = await openStudy(deps, { survey: "screen-out", userIds: [anna.id], cases: 6, firstNumber });
    firstNumber += 6;
    await setQuotaTargets(deps, {
      studyId: study.studyId,
      compiled: await compiledQuestionnaire(deps, study.version),
      targets: [{ node: "q_sex", values: { sex: "1" }, target: 10 }],
      ...{ reason: "as agreed", by: "u1" },
    });
  });

  const complete = (answers = woman) => completedInterview(deps, study, anna, answers);
  const caseOf = (id: string) => deps.db.collection<CaseDoc>("cases").findOne({ _id: id });
  const auditOf = (id: string) => deps.db.collection("audit").find({ on: id }).toArray();
  const cell = async () => (await cellsOfStudy(deps, study.studyId))[0]?.completes;
  const exported = async () => {
    let text = "";
    for await (const part of await exportCsv(deps, { study: await getStudy(deps, study.studyId) }))
      text += part;
    return text.trim().split("\r\n").slice(1);
  };
  /** Everything in the house that counts completes of the study. */
  const figures = async () => {
    const doc = await getStudy(deps, study.studyId);
    const [results, dispositions, field, days, calls] = await Promise.all([
      countResults(deps, doc),
      countDispositions(deps, doc),
      studyFigures(deps, doc, "en"),
      completesByDay(deps, doc._id, 2),
      callsSince(deps, doc._id, new Date(0)),
    ]);
    return {
      rows: (await exported()).length,
      results: results.field.interviews,
      I: dispositions.I,
      field: field.completes,
      today: days.at(-1)?.count,
      soft: calls.completes,
      outcome: field.outcomes.find(({ outcome }) => outcome === "complete")?.count ?? 0,
      quota: await cell(),
    };
  };
  const all = (n: number) => ({
    ...{ rows: n, results: n, I: n, field: n, today: n, soft: n, outcome: n, quota: n },
  });
  const problemOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof Problem ? error : Promise.reject(error)),
    );

  it("accepted: changes nothing that counts, and stands with name and time", async () => {
    const interview = await complete();
    await review(deps, interview, "accepted");
    expect((await findInterview(deps, interview._id))?.review).to.deep.include({
      ...{ decision: "accepted", name: "Ina Berg", at: deps.clock.now(), reason: null },
    });
    expect(await figures()).to.deep.equal(all(1));
    expect(await auditOf(interview._id)).to.have.length(1);
    expect((await auditOf(interview._id))[0]).to.include({ act: "interview.accepted", by: "s1" });
  });

  it("invalidated: leaves export, results, rates, quota, the day's and the soft launch's completes", async () => {
    const [bad, good] = [await complete(), await complete()];
    expect(await figures()).to.deep.equal(all(2));
    await review(deps, bad, "invalidated");
    expect(await figures()).to.deep.equal(all(1));
    expect((await exported())[0]).to.contain(good.publicId);
    await recountQuotaCells(deps, study.studyId);
    expect(await cell(), "a recount agrees").to.equal(1);
    const dispositions = await countDispositions(deps, await getStudy(deps, study.studyId));
    expect(dispositions.O, "spoken to, and no interview").to.equal(1);
    expect(await auditOf(bad._id)).to.have.length(1);
    expect((await auditOf(bad._id))[0]).to.deep.include({
      ...{ act: "interview.invalidated", reason: "The wrong person" },
      what: { interview: bad.publicId, case: "reopen" },
    });
  });

  it("counts anew when one is taken out and another one comes", async () => {
    const bad = await complete();
    const before = await countResults(deps, await getStudy(deps, study.studyId));
    await review(deps, bad, "invalidated", close("invalidated-final"));
    await complete({ age: 40, sex: "2", used: "2" });
    const now = await countResults(deps, await getStudy(deps, study.studyId));
    expect(now.tallies.get("sex"), "the same number, other people").not.to.deep.equal(
      before.tallies.get("sex"),
    );
  });

  it("reopens the case: planned from its history, called again in the same study, and complete a second time", async () => {
    const { caseId, ...bad } = await complete();
    await deps.db
      .collection("cases")
      .updateMany({ studyId: study.studyId, state: "ready" } as never, { $set: { state: "held" } });
    deps.clock.advance(2 * 3_600_000);
    await review(deps, { caseId, ...bad } as typeof bad & { caseId: string }, "invalidated");
    expect(await caseOf(caseId)).to.deep.include({
      ...{ state: "ready", disposition: null, finalOutcome: null, interviewId: null, contacts: 1, band: 3 },
    });
    const explained = await explainCase(deps, { studyId: study.studyId, caseRef: caseId });
    expect(explained.why).to.contain("Interview invalid, to be repeated");
    expect(explained.callable, "the rest after its own complete does not hold for it").to.equal(true);
    const again = await complete();
    expect(again.caseId).to.equal(caseId);
    expect(again._id).not.to.equal(bad._id);
    expect(await caseOf(caseId)).to.include({ state: "final", disposition: "1.1", interviewId: again._id });
    expect(await figures()).to.deep.equal(all(1));
  });

  it("keeps the institute's rest for every other case with that number", async () => {
    const interview = await complete();
    const other = await openStudy(deps, { userIds: [anna.id], cases: 6, firstNumber: firstNumber - 6 });
    const sameNumber = other.caseIds[study.caseIds.indexOf(interview.caseId)] ?? "";
    const refused = async () => {
      const explained = await explainCase(deps, { studyId: other.studyId, caseRef: sameNumber });
      return explained.steps.filter((step) => !step.ok).map(({ rule }) => rule);
    };
    expect(await refused()).to.deep.equal(["institute-rest"]);
    await review(deps, interview, "invalidated");
    expect(await refused()).to.deep.equal(["institute-rest"]);
  });

  it("waits for its time, and tells the next interviewer what happened", async () => {
    const interview = await complete();
    await review(deps, interview, "invalidated");
    const item = await caseOf(interview.caseId);
    expect(item).to.deep.include({ state: "waiting", windowFrom: new Date("2026-11-19T18:00:00Z") });
    await deps.db.collection("cases").updateMany({ studyId: study.studyId, state: "ready" } as never, {
      $set: { state: "held" },
    });
    await deps.db
      .collection("cases")
      .updateOne({ _id: interview.caseId as never }, { $set: { state: "ready" } });
    deps.clock.advance(3_600_000);
    const held = await claimNextCase(deps, { user: anna, studyIds: [study.studyId] });
    expect("history" in held && held.history.map(({ outcome }) => outcome)).to.deep.equal(["invalidated"]);
  });

  it("closes the case under an outcome of the catalogue, which its disposition follows", async () => {
    const [one, other] = [await complete(), await complete()];
    await review(deps, one, "invalidated", close("no-eligible"));
    await review(deps, other, "invalidated", close("invalidated-final"));
    expect(await caseOf(one.caseId)).to.include({
      ...{ state: "final", disposition: "4.70", finalOutcome: "no-eligible", interviewId: null },
    });
    expect(await caseOf(other.caseId)).to.include({ state: "final", disposition: "2.36" });
    const attempt = await deps.db.collection("attempts").findOne({ _id: `${one.caseId}:1` as never });
    expect(attempt, "what was entered on the evening stays").to.include({
      outcome: "complete",
      aapor: "1.1",
    });
  });

  it("asks for a reason and for an end that is none of a complete", async () => {
    const interview = await complete();
    const pointer = async (over: Parameters<typeof review>[3]) =>
      (await problemOf(review(deps, interview, "invalidated", over)))?.errors[0]?.pointer;
    expect(await pointer({ reason: "  " })).to.equal("reason");
    expect(await pointer({ case: null })).to.equal("case");
    for (const outcome of ["complete", "partial", "no-answer", "never-again", "nonsense"])
      expect(await pointer(close(outcome)), outcome).to.equal("case");
    expect(await figures()).to.deep.equal(all(1));
  });

  it("is for complete live interviews of the study only", async () => {
    const open = await onTheLine(deps, study, anna);
    expect(await problemCode(review(deps, open, "accepted"))).to.equal("review-not-complete");
    const other = await openStudy(deps, { userIds: [anna.id], cases: 1 });
    expect(await problemCode(review(deps, { _id: open._id, studyId: other.studyId }, "accepted"))).to.equal(
      "not-found",
    );
    await deps.db
      .collection("cases")
      .updateOne({ _id: open.caseId as never }, { $set: { lease: null, current: null, state: "final" } });
  });

  it("tells whoever decides differently later who decided what, and when", async () => {
    const interview = await complete();
    await review(deps, interview, "invalidated");
    const at = deps.clock.now();
    deps.clock.advance(60_000);
    for (const [decision, over] of [
      ["accepted", {}],
      ["invalidated", close("no-eligible")],
    ] as const) {
      const found = await problemOf(review(deps, interview, decision, { ...over, by: omar }));
      expect(found).to.deep.include({
        ...{ code: "review-invalidated", params: { by: "Ina Berg", at: at.toISOString() } },
      });
    }
    const detail = translator("en")("problems.review-invalidated.detail", {
      ...{ by: "Ina Berg", at: at.toISOString() },
    });
    expect(detail).to.match(/^Ina Berg declared it invalid on 19 Nov 2026, \d\d:00/);
    expect(await problemCode(review(deps, interview, "invalidated", { by: omar }))).to.equal(null);
    expect((await findInterview(deps, interview._id))?.review?.name).to.equal("Ina Berg");
  });

  it("takes an acceptance back for whoever knew of it, with a reason", async () => {
    const interview = await complete();
    await review(deps, interview, "accepted");
    expect(await problemCode(review(deps, interview, "invalidated", { by: omar }))).to.equal(
      "review-accepted",
    );
    expect(await figures()).to.deep.equal(all(1));
    await review(deps, interview, "invalidated", { by: omar, seen: "accepted" });
    expect(await figures()).to.deep.equal(all(0));
    const stored = (await findInterview(deps, interview._id))?.review;
    expect(stored).to.include({ decision: "invalidated", name: "Omar Said" });
    expect(stored?.before?.name).to.equal("Ina Berg");
    expect((await auditOf(interview._id)).map(({ act }) => act)).to.deep.equal([
      ...["interview.accepted", "interview.invalidated"],
    ]);
  });

  it("has one effect when two decide at once", async () => {
    const [one, other] = [await complete(), await complete()];
    await Promise.all([ina, omar].map((by) => review(deps, one, "invalidated", { by })));
    expect(await figures()).to.deep.equal(all(1));
    expect(await auditOf(one._id)).to.have.length(1);
    expect((await caseOf(one.caseId))?.state).to.equal("waiting");
    const codes = await Promise.all([
      problemCode(review(deps, other, "accepted")),
      problemCode(review(deps, other, "invalidated", { by: omar })),
    ]);
    expect(
      codes.filter((code) => code === null),
      "one of two that differ is told",
    ).to.have.length(1);
    expect(await cell()).to.equal(codes[0] === null ? 1 : 0);
  });

  it("does not reopen in a closed study, but can close there", async () => {
    const interview = await complete();
    await deps.db
      .collection("studies")
      .updateOne({ _id: study.studyId as never }, { $set: { status: "closed" } });
    expect(await problemCode(review(deps, interview, "invalidated"))).to.equal("review-study-closed");
    expect(await figures()).to.deep.equal(all(1));
    await review(deps, interview, "invalidated", close("invalidated-final"));
    expect((await figures()).rows).to.equal(0);
  });

  it("leaves a case alone that a supervisor has opened since and somebody has on the line", async () => {
    const interview = await complete();
    await moveCase(deps, { caseId: interview.caseId, to: "ready", reason: "asked for it", by: omar });
    await deps.db
      .collection("cases")
      .updateMany({ studyId: study.studyId, state: "ready", _id: { $ne: interview.caseId } } as never, {
        $set: { state: "held" },
      });
    deps.clock.advance(31 * 86_400_000);
    const again = await onTheLine(deps, study, anna);
    const before = await caseOf(interview.caseId);
    await review(deps, interview, "invalidated", close("no-eligible"));
    expect(await caseOf(interview.caseId)).to.deep.equal(before);
    expect(again.caseId).to.equal(interview.caseId);
    expect((await figures()).rows).to.equal(0);
    await deps.db
      .collection("cases")
      .updateOne({ _id: again.caseId as never }, { $set: { lease: null, current: null, state: "final" } });
  });
});
