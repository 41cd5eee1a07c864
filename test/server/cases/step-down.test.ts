import { EventEmitter, once } from "node:events";
import { expect } from "chai";
import { attemptModel } from "../../../server/cases/attempt-model.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { numberBookModel } from "../../../server/compliance/number-book-model.ts";
import { connectDatabase, type Database, ensureIndexes } from "../../../server/db/database.ts";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { openInterview } from "../../../server/interviews/open-interview.ts";
import { type FieldUser, interviewer } from "../../setup/field-fixture.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startThreeMembers, type ThreeMembers } from "../../setup/three-members.ts";

const people = Array.from({ length: 50 }, (_, n) => interviewer(n));
const casesEach = 3;

/** Repeats what a network error or an election cut off, as a person who presses the key again. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++)
    try {
      return await work();
    } catch (error) {
      if (tries === 20 || !(error instanceof Error) || !error.name.startsWith("Mongo")) throw error;
    }
}

describe("fifty interviewers while the database's primary steps down", function () {
  this.timeout(60_000);
  let members: ThreeMembers;
  let db: Database;
  let deps: TestDeps;
  let version: string;

  before(async () => {
    members = await startThreeMembers();
    db = await connectDatabase(members.uri, { timeoutMs: 15_000 });
    await ensureIndexes(db);
    deps = testDeps(db);
    const options = { userIds: people.map(({ id }) => id), cases: people.length * casesEach };
    version = (await openStudy(deps, options)).version;
  });
  after(async () => {
    await db?.close();
    await members?.stop();
  });

  const primary = async () => String((await db.db?.admin().command({ hello: 1 }))?.me ?? "") as string;

  it("gives no case to two of them and loses no outcome and no answer", async () => {
    const closed = new Map<string, string>();
    const holders = new Map<string, string>();
    const doubles: string[] = [];
    const progress = new EventEmitter();

    const call = async (user: FieldUser) => {
      const held = await persist(() => claimNextCase(deps, { user }));
      if ("none" in held) throw new Error(held.none);
      const { caseId, fence } = held;
      if (holders.has(caseId) || closed.has(caseId)) doubles.push(caseId);
      holders.set(caseId, user.id);
      const attempt = await persist(() => openAttempt(deps, { caseId, fence, numberId: "n1", user }));
      const request = {
        held: { ...held, attemptNo: attempt.no },
        version,
        user,
        language: "en",
      };
      const interview = await persist(() => openInterview(deps, request));
      const act = {
        seq: 1,
        kind: "answer" as const,
        key: "intro",
        value: true,
        at: "2026-11-19T17:00:01.000Z",
      };
      await persist(() =>
        applyActs(deps, { interviewId: interview._id, fence: interview.fence, acts: [act], user }),
      );
      await persist(() =>
        closeAttempt(deps, {
          caseId,
          attemptNo: attempt.no,
          fence,
          outcome: "refused",
          interviewId: interview._id,
        }),
      );
      holders.delete(caseId);
      closed.set(caseId, user.id);
      progress.emit("closed");
      if (closed.size === people.length) progress.emit("third");
    };
    const before = await primary();
    const stepDown = once(progress, "third").then(() =>
      db.db?.admin().command({ replSetStepDown: 10, secondaryCatchUpPeriodSecs: 5 }),
    );
    await Promise.all([
      stepDown,
      ...people.map(async (user) => {
        for (let n = 0; n < casesEach; n++) await call(user);
      }),
    ]);

    expect(await persist(primary)).to.not.equal(before);
    expect(doubles).to.deep.equal([]);
    expect(closed.size).to.equal(people.length * casesEach);
    const attempts = await attemptModel(db).find().lean();
    expect(attempts).to.have.length(closed.size);
    for (const attempt of attempts)
      expect(attempt).to.include({ outcome: "refused", by: closed.get(attempt.caseId), no: 1 });
    expect(await caseModel(db).countDocuments({ state: "final", plannedTo: 1 })).to.equal(closed.size);
    expect(await numberBookModel(db).countDocuments({ lock: null, dials: { $size: 1 } })).to.equal(
      closed.size,
    );
    expect(await interviewModel(db).countDocuments({ "state.lastSeq": 1 })).to.equal(closed.size);
  });
});
