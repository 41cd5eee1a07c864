import { expect } from "chai";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { silentShare } from "../../../server/compliance/silent-share.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const dayMs = 86_400_000;

describe("the share of silent calls", () => {
  let database: TestDatabase;
  let deps: TestDeps;

  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  afterEach(() => database.close());

  async function attempts(count: number, outcome: string, daysAgo = 0): Promise<void> {
    const startedAt = new Date(deps.clock.now().getTime() - daysAgo * dayMs);
    const list = Array.from({ length: count }, (_, n) => ({
      _id: `${outcome}-${daysAgo}-${n}` as never,
      caseId: `${outcome}-${daysAgo}`,
      no: n,
      studyId: "study1",
      startedAt,
      outcome,
    }));
    await deps.db.collection("attempts").insertMany(list);
  }
  const share = (preset: string, outcomes: unknown = null) =>
    silentShare(deps, { _id: "study1", policy: shippedPolicy(preset), outcomes });

  it("is none without attempts", async () => {
    expect(await share("de-adm")).to.equal(0);
  });

  it("is not diluted by numbers that do not exist, but by wrong ones at which it rang", async () => {
    await attempts(1, "silent-call");
    await attempts(8, "no-answer");
    await attempts(1, "wrong-number");
    await attempts(50, "dead-number");
    expect(await share("de-adm")).to.equal(0.1);
  });

  it("looks back as far as the limit says: a day in Germany, 30 days in the US", async () => {
    await attempts(1, "silent-call", 10);
    await attempts(1, "no-answer", 10);
    await attempts(2, "no-answer");
    expect(await share("de-adm")).to.equal(0);
    expect(await share("us")).to.equal(0.25);
  });

  it("is counted apart for numbers that are not known to be landlines", async () => {
    await attempts(1, "silent-call");
    await attempts(2, "no-answer");
    await attempts(1, "busy");
    const kinds = { mobile: ["silent-call"], landline: ["no-answer"] };
    for (const [numberKind, outcome] of Object.entries(kinds))
      await deps.db
        .collection("attempts")
        .updateMany({ outcome: { $in: outcome } }, { $set: { numberKind } });
    const us = { _id: "study1", policy: shippedPolicy("us"), outcomes: null };
    expect(await silentShare(deps, us)).to.equal(0.25);
    expect(await silentShare(deps, us, "mobiles")).to.equal(0.5);
  });

  it("knows silent calls by their mark in the study's own catalogue, whatever their code", async () => {
    const shipped = defaultOutcomes().outcomes.find(({ code }) => code === "silent-call");
    await attempts(1, "nobody-free");
    await attempts(3, "busy");
    expect(await share("de-adm", { outcomes: [{ ...shipped, code: "nobody-free" }] })).to.equal(0.25);
  });
});
