import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { forgetCandidates } from "../../../server/cases/candidate-pools.ts";
import type { CaseNumber } from "../../../server/cases/case.ts";
import { findCase } from "../../../server/cases/case-store.ts";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { blockNumber } from "../../../server/compliance/blocklist.ts";
import { fictionNumbers } from "../../../server/compliance/fiction-numbers.ts";
import { interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const anna = interviewer(1);

describe("a case whose numbers the rules refuse", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  beforeEach(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  afterEach(() => database.close());

  const number = (id: string, over: Partial<CaseNumber> = {}): CaseNumber => ({
    ...{ id, kind: "landline", country: "DE", zones: ["Europe/Berlin"], state: "callable", attempts: 0 },
    ...over,
  });
  const makeCase = (numbers: CaseNumber[]) => makeCases(deps, "study1", 1, () => ({ numbers }));
  const claim = () => claimNextCase(deps, { user: anna });
  /** The fixture gives the nth number of a case 1,500 places further on. */
  const block = (place: number) =>
    blockNumber(deps, {
      hash: deps.vault.blocklistHash(fictionNumbers("landline")[place] ?? ""),
      ...{ scope: "institute", scopeId: "", reason: "letter", by: "x" },
    });
  const refusals = () => deps.db.collection("dial-refusals").countDocuments();

  it("is blocked at its first claim when all are refused for good, and does not come up again", async () => {
    const policy = shippedPolicy("plain");
    await makeFieldStudy(deps, {
      users: [anna],
      policy: { ...policy, consent: { ...policy.consent, call: "required" } },
    });
    const [id = ""] = await makeCase([number("n1"), number("n2")]);
    expect(await claim()).to.have.property("none");
    const item = await findCase(deps, id);
    expect(item?.state).to.equal("blocked");
    expect(item?.why).to.deep.include({ code: "refused-for-good" });
    const once = await refusals();
    expect(once).to.equal(2);
    forgetCandidates(deps);
    await claim();
    expect(await refusals()).to.equal(once);
  });

  it("waits for a supervisor when a number that is left has no time zone", async () => {
    await makeFieldStudy(deps, { users: [anna] });
    const [id = ""] = await makeCase([number("n1"), number("n2", { zones: [] })]);
    await block(0);
    await claim();
    expect(await findCase(deps, id)).to.include({ state: "hold-supervisor" });
  });

  it("goes on with the one that may be called", async () => {
    await makeFieldStudy(deps, { users: [anna] });
    const [id = ""] = await makeCase([number("n1"), number("n2")]);
    await block(0);
    await claim();
    expect((await findCase(deps, id))?.numbers.map(({ state }) => state)).to.deep.equal([
      "blocked",
      "callable",
    ]);
    forgetCandidates(deps);
    expect(await claim()).to.deep.include({ caseId: id });
  });
});
