import { expect } from "chai";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { sweepInterviews } from "../../../server/interviews/finish-completion.ts";
import type { InterviewDoc } from "../../../server/interviews/interview-model.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import type { Act } from "../../../surveys/engine/index.ts";
import { openStudy, startedInterview } from "../../setup/interview-fixture.ts";
import { problemCode } from "../../setup/problem-code.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const ayla = { id: "u1", name: "Ayla Demir" };
const marek = { id: "u2", name: "Marek Okafor" };

describe("acts of an interview", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let interview: InterviewDoc;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());
  beforeEach(async () => {
    const study = await openStudy(deps, { userIds: ["u1", "u2"], cases: 1 });
    interview = await startedInterview(deps, study, ayla);
  });

  const act = (seq: number, key: string, value: Act["value"]): Act => ({
    seq,
    kind: "answer",
    key,
    ...(value === undefined ? {} : { value }),
    at: "2026-11-19T17:00:01.000Z",
  });
  const send = (...acts: Act[]) =>
    applyActs(deps, { interviewId: interview._id, fence: interview.fence, acts, user: ayla });
  const stored = async () => (await findInterview(deps, interview._id)) as InterviewDoc;

  it("stores an answer and its event in one write", async () => {
    await send(act(1, "intro", true));
    await send(act(2, "used", "1"));
    const now = await stored();
    expect(now.state.answers).to.deep.equal({ intro: { v: true }, used: { v: "1" } });
    expect(now.state.lastSeq).to.equal(2);
    expect(now.pending.map((event) => event._id)).to.deep.equal([`${interview._id}:1`, `${interview._id}:2`]);
  });

  it("skips what it has already, however often it comes", async () => {
    await send(act(1, "intro", true), act(2, "used", "1"));
    const before = await stored();
    const again = await send(act(1, "intro", true), act(2, "used", "1"));
    expect(again.lastSeq).to.equal(2);
    expect((await stored()).revision).to.equal(before.revision);
  });

  it("tells a tab that is behind instead of dropping its different answer", async () => {
    await send(act(1, "intro", true), act(2, "used", "1"));
    expect(await problemCode(send(act(2, "used", "2")))).to.equal("stale-tab");
    expect((await stored()).state.answers.used).to.deep.equal({ v: "1" });
  });

  it("names the last act it has when one in between is missing", async () => {
    await send(act(1, "intro", true));
    expect(await problemCode(send(act(3, "used", "1")))).to.equal("act-gap");
    expect((await stored()).state.lastSeq).to.equal(1);
  });

  it("keeps the acts before a gap", async () => {
    expect(await problemCode(send(act(1, "intro", true), act(3, "used", "1")))).to.equal("act-gap");
    expect((await stored()).state.lastSeq).to.equal(1);
  });

  it("uses up the number of a refused answer and goes on behind it", async () => {
    const result = await send(act(1, "intro", true), act(2, "used", "9"), act(3, "used", "2"));
    expect(result.rejections.map((one) => one.code)).to.deep.equal(["unknown-option"]);
    const now = await stored();
    expect(now.state.answers.used).to.deep.equal({ v: "2" });
    expect(now.pending.map((event) => event.rejected ?? "taken")).to.deep.equal([
      "taken",
      "unknown-option",
      "taken",
    ]);
  });

  it("refuses two exclusive options, a number out of range and a text that is too long", async () => {
    await send(act(1, "intro", true), act(2, "used", "1"));
    const codes = async (...acts: Act[]) => (await send(...acts)).rejections.map((one) => one.code);
    expect(await codes(act(3, "which", ["1", "4"]))).to.deep.equal(["exclusive"]);
    expect(await codes(act(4, "visits", 366))).to.deep.equal(["too-large"]);
    expect(await codes(act(5, "wish", "x".repeat(1_000_000)))).to.deep.equal(["too-long"]);
    const kept = (await stored()).pending.at(-1)?.value as string;
    expect(kept.length).to.be.below(1000);
  });

  it("tells the older page who took over, and lets it write nothing", async () => {
    await send(act(1, "intro", true));
    const study = { studyId: interview.studyId, version: interview.version, caseIds: [interview.caseId] };
    const taken = await startedInterview(deps, study, marek);
    expect(taken._id).to.equal(interview._id);
    expect(await problemCode(send(act(2, "used", "1")))).to.equal("taken-over");
    expect((await stored()).state.lastSeq).to.equal(1);
  });

  it("does not tell strangers that an interview exists", async () => {
    const request = { interviewId: interview._id, fence: 1, acts: [act(1, "intro", true)], user: marek };
    expect(await problemCode(applyActs(deps, request))).to.equal("not-found");
  });

  it("loses nothing when two requests of one person overlap", async () => {
    await send(act(1, "intro", true));
    await Promise.all([send(act(2, "used", "1")), send(act(2, "used", "1"), act(3, "visits", 3))]);
    const now = await stored();
    expect(now.state.lastSeq).to.equal(3);
    expect(now.state.answers).to.deep.include({ used: { v: "1" }, visits: { v: 3 } });
    expect(now.pending.map((event) => event.seq)).to.deep.equal([1, 2, 3]);
  });

  it("has every event exactly once, pending or copied, over many acts", async () => {
    for (let seq = 1; seq <= 40; seq++) await send(act(seq, "visits", seq));
    deps.clock.advance(60_000);
    await sweepInterviews(deps);
    const copied = await deps.db
      .collection("answer-events")
      .find({ interviewId: interview._id })
      .sort({ seq: 1 })
      .toArray();
    expect(copied.map((event) => event.seq)).to.deep.equal(Array.from({ length: 40 }, (_, n) => n + 1));
    expect((await stored()).pending).to.deep.equal([]);
  });
});
