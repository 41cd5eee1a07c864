import { expect } from "chai";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { completeInterview } from "../../../server/interviews/complete-interview.ts";
import { sweepInterviews } from "../../../server/interviews/finish-completion.ts";
import { forgetInterview } from "../../../server/interviews/interview-cache.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import type { Act } from "../../../surveys/engine/index.ts";
import * as call from "../../setup/call-fixture.ts";
import { crashBeforeWrite } from "../../setup/crash-before-write.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const user = { id: "u1", name: "Ayla Demir", languages: ["en", "de"], skills: [] };

const special = (seq: number, key: string, value: string): Act => ({
  ...{ seq, key, value },
  kind: "special",
  at: "2026-11-19T17:00:01.000Z",
});
const answer = (seq: number, key: string, value: Act["value"]): Act => ({
  ...special(seq, key, ""),
  kind: "answer",
  ...(value === undefined ? {} : { value }),
});

/** A whole interview of the fixture "short-call". */
const wholeInterview: Act[] = [
  answer(1, "intro", true),
  answer(2, "used", "2"),
  answer(3, "happy", 7),
  answer(4, "trust@mayor", "1"),
  special(5, "trust@press", "dk"),
  answer(6, "moved", "2001-12-24"),
  answer(7, "wish", "Trees"),
];

describe("a server that dies between two writes", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let study: Awaited<ReturnType<typeof openStudy>>;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    study = await openStudy(deps, { userIds: [user.id], cases: 40 });
  });
  after(() => database.close());

  const onTheLine = () => call.onTheLine(deps, study, user);

  async function events(interviewId: string): Promise<number[]> {
    const copied = await deps.db.collection("answer-events").find({ interviewId }).toArray();
    const pending = (await findInterview(deps, interviewId))?.pending ?? [];
    const seqs = [...copied.map((event) => event.seq as number), ...pending.map((event) => event.seq)];
    return [...new Set(seqs)].sort((one, other) => one - other);
  }

  it("loses no answer and no event of a step that is sent again", async () => {
    const interview = await onTheLine();
    const request = { interviewId: interview._id, fence: interview.fence, user };
    let seq = 0;
    const next = () => answer(++seq, seq === 1 ? "intro" : "happy", seq === 1 ? true : seq % 10);
    // Every third act or so meets a full list of pending events, whose copying is a write of its own.
    for (let step = 0; step < 30; step++) {
      const act = next();
      await crashBeforeWrite(step % 3, () => applyActs(deps, { ...request, acts: [act] }));
      forgetInterview(deps, interview._id);
      const { lastSeq } = await applyActs(deps, { ...request, acts: [act] });
      expect(lastSeq).to.equal(seq);
      expect(await events(interview._id)).to.deep.equal(Array.from({ length: seq }, (_, n) => n + 1));
    }
    await deps.db
      .collection("cases")
      .updateOne({ _id: interview.caseId as never }, { $set: { lease: null, state: "final" } });
  });

  it("finishes a completion wherever it stopped: interview, attempt, case, events", async () => {
    let died = true;
    for (let n = 0; died; n++) {
      const interview = await onTheLine();
      const request = { interviewId: interview._id, fence: interview.fence, user };
      await applyActs(deps, { ...request, acts: wholeInterview });
      died = await crashBeforeWrite(n, () => completeInterview(deps, request));
      forgetInterview(deps, interview._id);
      // Before the first write nothing was closed: the interviewer presses Enter again.
      if (n === 0) await completeInterview(deps, request);
      deps.clock.advance(31_000);
      await sweepInterviews(deps);
      const done = await findInterview(deps, interview._id);
      expect(done?.status, `crash before write ${n}`).to.equal("complete");
      expect(done?.finishing).to.equal(undefined);
      const item = await deps.db.collection("cases").findOne({ _id: interview.caseId as never });
      expect(item, `crash before write ${n}`).to.include({ state: "final", disposition: "1.1" });
      const attempt = await deps.db.collection("attempts").findOne({ _id: `${interview.caseId}:1` as never });
      expect(attempt).to.include({ outcome: "complete", interviewId: interview._id });
      expect(await events(interview._id)).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    }
  });
});
