import { expect } from "chai";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import { caseModel } from "../../../server/cases/case-model.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { closeAttempt } from "../../../server/cases/close-attempt.ts";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { moveCase } from "../../../server/cases/move-case.ts";
import {
  addToBlocklist,
  checkBlocklist,
  takeOffBlocklist,
} from "../../../server/cases/number-on-blocklist.ts";
import { openAttempt } from "../../../server/cases/open-attempt.ts";
import { Problem } from "../../../server/http/problem.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);

describe("one number on the blocklist", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let caseId: string;
  let number: string;
  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    await makeFieldStudy(deps, { users: [anna] });
    [caseId = ""] = await makeCases(deps, "study1", 1);
    number = (await loadContact(deps, caseId))?.numbers[0]?.e164 ?? "";
  });
  afterEach(() => database.close());

  const change = (reason: string) => ({
    ...{ number, country: "DE", scope: "institute" as const, scopeId: "", reason, by: "omar" },
  });
  const claim = async () => {
    forgetCandidates(deps);
    return claimNextCase(deps, { user: anna });
  };
  const stored = () => caseModel(deps.db).findById(caseId).lean();
  const audits = () =>
    deps.db
      .collection("audit")
      .find({ act: /^blocklist/ })
      .sort({ act: 1 })
      .toArray();

  it("is dialed no more from the next claim on, in whatever writing it came, and is noted once", async () => {
    const written = {
      ...change("letter of 3 November"),
      number: `0${number.slice(3, 5)} / ${number.slice(5)}`,
    };
    expect(await addToBlocklist(deps, written)).to.deep.equal({ added: true, cases: 1 });
    expect(await addToBlocklist(deps, change("again"))).to.deep.equal({ added: false, cases: 1 });
    expect(await claim()).to.have.property("none");
    expect(await stored()).to.include({ state: "blocked" });
    const [note, ...more] = await audits();
    expect(note).to.include({ act: "blocklist.add", by: "omar", reason: "letter of 3 November" });
    expect(more).to.deep.equal([]);
    const all = await Promise.all(
      ["audit", "blocklist", "dial-refusals"].map((name) => deps.db.collection(name).find().toArray()),
    );
    expect(JSON.stringify(all)).not.to.contain(number.slice(-8));
  });

  it("is said to be blocked, where and why", async () => {
    expect(await checkBlocklist(deps, { number, country: "DE" })).to.deep.equal({ blocks: [], cases: 1 });
    await addToBlocklist(deps, { ...change("letter"), scope: "study", scopeId: "study1" });
    const { blocks } = await checkBlocklist(deps, { number, country: "DE" });
    expect(blocks.map(({ scope, scopeId, reason }) => [scope, scopeId, reason])).to.deep.equal([
      ["study", "study1", "letter"],
    ]);
  });

  it("brings its cases back into the field when it leaves the list, noted before it is free", async () => {
    await addToBlocklist(deps, change("letter"));
    await claim();
    const off = await takeOffBlocklist(deps, change("the wrong number was read"));
    expect(off).to.deep.equal({ removed: true, back: 1, closed: 0, stillBlocked: 0 });
    expect(await stored()).to.deep.include({ state: "ready", why: { code: "fresh", params: {} } });
    expect(await claim()).to.include({ caseId });
    expect((await audits()).map(({ act, reason }) => [act, reason])).to.deep.equal([
      ["blocklist.add", "letter"],
      ["blocklist.remove", "the wrong number was read"],
    ]);
    expect(await takeOffBlocklist(deps, change("again"))).to.include({ removed: false, back: 0 });
  });

  it("leaves a case blocked while another block holds", async () => {
    await addToBlocklist(deps, { ...change("the client's wish"), scope: "client", scopeId: "Northmoor" });
    await addToBlocklist(deps, change("letter"));
    await claim();
    expect(await takeOffBlocklist(deps, change("x"))).to.include({ back: 0, stillBlocked: 1 });
    expect((await stored())?.state).to.equal("blocked");
  });

  it("keeps closed what ended as never again in a call; what a supervisor ended so can be opened again", async () => {
    const held = await claim();
    if ("none" in held) throw new Error(held.none);
    const { fence } = held;
    await openAttempt(deps, { caseId, fence, numberId: "n1", user: anna });
    await closeAttempt(deps, { caseId, attemptNo: 1, fence, outcome: "never-again" });
    expect(await takeOffBlocklist(deps, change("x"))).to.include({ removed: true, back: 0, closed: 1 });
    expect(await stored()).to.nested.include({ state: "final", "numbers[0].state": "blocked" });

    await caseModel(deps.db).deleteMany({});
    for (const name of ["contacts", "attempts", "number-book"]) await deps.db.collection(name).deleteMany({});
    await makeCases(deps, "study1", 1);
    const by = { id: "omar" };
    await moveCase(deps, {
      caseId,
      to: "final",
      disposition: "2.112",
      outcome: "never-again",
      reason: "r",
      by,
    });
    expect(await takeOffBlocklist(deps, change("y"))).to.include({ removed: true, closed: 1 });
    expect(await stored()).to.nested.include({ state: "final", "numbers[0].state": "callable" });
    await moveCase(deps, { caseId, to: "ready", reason: "she wants to after all", by });
    deps.clock.advance(86_400_000);
    expect(await claim()).to.include({ caseId });
  });

  it("says at which field the input is wrong", async () => {
    const fault = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error: unknown) => error instanceof Problem && error.errors[0]?.pointer,
      );
    expect(await fault(addToBlocklist(deps, { ...change("x"), number: "12" }))).to.equal("number");
    for (const written of [`${number}x`, `x${number}`, `${number} ext. 12`, `${number}O`])
      expect(await fault(addToBlocklist(deps, { ...change("x"), number: written })), written).to.equal(
        "number",
      );
    expect(await audits(), "nobody is blocked by it").to.deep.equal([]);
    expect(await fault(addToBlocklist(deps, change("  ")))).to.equal("reason");
  });
});
