import { expect } from "chai";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import { openInterview } from "../../../server/interviews/open-interview.ts";
import { storeQuestionnaire } from "../../../server/questionnaires/questionnaires.ts";
import { openStudy, startedInterview, surveyFixture } from "../../setup/interview-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const user = { id: "u1", name: "Ayla Demir" };

describe("an open interview, resumed after a new version was published", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());

  async function resumedWith(change: (items: { id: string }[]) => unknown[], moveOpen: boolean) {
    const study = await openStudy(deps, { survey: "two-languages", userIds: [user.id] });
    const { _id, fence, version: own } = await startedInterview(deps, study, user);
    const at = "2026-11-19T17:00:01.000Z";
    await applyActs(deps, {
      ...{ interviewId: _id, fence, user },
      acts: [
        { seq: 1, kind: "answer", key: "intro", value: true, at },
        { seq: 2, kind: "answer", key: "used", value: "1", at },
      ],
    });
    const before = surveyFixture("two-languages");
    const version = await storeQuestionnaire(deps, { ...before, items: change(before.items as never) });
    const held = { caseId: study.caseIds[0] ?? "", studyId: study.studyId, fence: 1, attemptNo: 1 };
    await openInterview(deps, {
      ...{ held: { ...held, sample: {}, zone: "Europe/Berlin" }, version, user, language: "en", moveOpen },
    });
    return { found: await findInterview(deps, _id), own, newer: version };
  }

  const added = { type: "number", id: "added_later", read: { en: "How many?", de: "Wie viele?" } };
  const used = { used: { v: "1" }, intro: { v: true } };

  it("moves if the study says so and nothing is lost", async () => {
    const { found, newer } = await resumedWith(
      (items) => [...items.slice(0, -1), added, ...items.slice(-1)],
      true,
    );
    expect(found?.version).to.equal(newer);
    expect(found?.state.answers).to.deep.include(used);
  });

  it("stays with its own version if the study says nothing", async () => {
    const { found, own } = await resumedWith(
      (items) => [...items.slice(0, -1), added, ...items.slice(-1)],
      false,
    );
    expect(found?.version).to.equal(own);
  });

  it("stays with its own version if the newer one cannot hold its answers", async () => {
    const retyped = { ...added, id: "used" };
    const { found, own } = await resumedWith(
      (items) => items.map((item) => (item.id === "used" ? retyped : item)),
      true,
    );
    expect(found?.version).to.equal(own);
    expect(found?.state.answers).to.deep.include(used);
  });
});
