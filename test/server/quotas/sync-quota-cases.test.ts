import { expect } from "chai";
import { caseModel } from "../../../server/cases/case-model.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { whySentence } from "../../../server/cases/why-sentence.ts";
import { type CellValues, cellId } from "../../../server/quotas/quota-cell.ts";
import { removeCell, setTarget } from "../../../server/quotas/quota-cell-store.ts";
import { setCompletes } from "../../../server/quotas/quotas.ts";
import { syncQuotaCases } from "../../../server/quotas/sync-quota-cases.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

describe("cases whose quota cell the sample tells", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let studyId: string;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    const study = await openStudy(deps, { userIds: [], cases: 8 });
    studyId = study.studyId;
    const regions = ["north", "south"];
    for (const [n, _id] of study.caseIds.entries())
      await caseModel(deps.db).updateOne(
        { _id },
        {
          sample: { region: regions[n % 2] ?? "", town: n < 4 ? 1 : 2 },
          ...(n === 2 ? { state: "waiting", why: { code: "busy", params: {} } } : {}),
          ...(n === 3 ? { state: "suspended" } : {}),
        },
      );
  });
  after(() => database.close());

  async function setCell(values: CellValues, target: number, completes: number): Promise<void> {
    const _id = cellId(studyId, "q", values);
    await setTarget(deps, { _id, studyId, node: "q", values, target });
    const found = await deps.db.collection("quota-cells").findOne({ _id: _id as never });
    const complete = Array.from({ length: completes }, (_, n) => `i${n}`);
    await setCompletes(deps, { _id, completes: Number(found?.completes) }, complete);
  }

  const cases = async (filter: object) =>
    caseModel(deps.db)
      .find({ studyId, ...filter })
      .sort({ _id: 1 })
      .lean();
  const states = async (region: string) =>
    (await cases({ "sample.region": region })).map(({ state }) => state);

  it("are blocked before anybody calls them once it is full, and come back as they were when its target rises", async () => {
    const before = await cases({});
    await setCell({ "sample.region": "north" }, 5, 5);
    expect(await syncQuotaCases(deps)).to.equal(4);
    expect(await states("north")).to.deep.equal(["blocked", "blocked", "blocked", "blocked"]);
    expect(await states("south"), "an interview begun goes on").to.deep.equal([
      ...["ready", "suspended", "ready", "ready"],
    ]);
    const [blocked] = await cases({ state: "blocked" });
    expect(blocked && whySentence(blocked.why, "en")).to.equal("Blocked: the quota north is full.");
    await setCell({ "sample.region": "north" }, 9, 5);
    await syncQuotaCases(deps);
    const again = await cases({});
    expect(again.map(({ state, why }) => ({ state, why }))).to.deep.equal(
      before.map(({ state, why }) => ({ state, why })),
    );
  });

  it("stay blocked for another full cell when one opens", async () => {
    await setCell({ "sample.region": "north" }, 5, 5);
    await setCell({ "sample.town": "1" }, 3, 3);
    await syncQuotaCases(deps);
    await setCell({ "sample.region": "north" }, 9, 5);
    await syncQuotaCases(deps);
    expect(await states("north")).to.deep.equal(["blocked", "blocked", "ready", "ready"]);
    await setCell({ "sample.town": "1" }, 30, 3);
    await syncQuotaCases(deps);
  });

  it("come back when their full cell is removed, those of another full cell excepted", async () => {
    const before = await cases({});
    const [north, town] = [{ "sample.region": "north" }, { "sample.town": "1" }];
    await setCell(north, 5, 5);
    await setCell(town, 3, 3);
    await syncQuotaCases(deps);
    await removeCell(deps, cellId(studyId, "q", north));
    for (const round of [1, 2]) {
      await syncQuotaCases(deps);
      expect(await states("north"), `round ${round}`).to.deep.equal(["blocked", "blocked", "ready", "ready"]);
    }
    await removeCell(deps, cellId(studyId, "q", town));
    await syncQuotaCases(deps);
    const again = await cases({});
    expect(again.map(({ state, why }) => ({ state, why }))).to.deep.equal(
      before.map(({ state, why }) => ({ state, why })),
    );
    expect(await deps.db.collection("quota-cells").countDocuments({ studyId })).to.equal(0);
  });

  it("come back as well when their full cell is removed and made again with room before the next round", async () => {
    await setCell({ "sample.region": "north" }, 5, 5);
    await syncQuotaCases(deps);
    await removeCell(deps, cellId(studyId, "q", { "sample.region": "north" }));
    await setCell({ "sample.region": "north" }, 9, 5);
    await syncQuotaCases(deps);
    expect(await cases({ state: "blocked" })).to.have.length(0);
  });

  it("go out sooner the less it is filled", async () => {
    await setCell({ "sample.region": "north" }, 10, 8);
    await setCell({ "sample.region": "south" }, 10, 1);
    await planDueCases(deps);
    const best = await caseModel(deps.db).find({ studyId, state: "ready" }).sort({ score: -1 }).lean();
    expect(best.map(({ sample }) => sample.region).slice(0, 3)).to.deep.equal(["south", "south", "south"]);
    const scores = best.map(({ score, random, boost }) => Math.round((score - random - boost) * 1000) / 1000);
    expect(new Set(scores).size, "the boost is all that changed").to.be.at.most(2);
    const now = await cases({});
    await syncQuotaCases(deps);
    expect(await cases({}), "once is enough").to.deep.equal(now);
  });
});
