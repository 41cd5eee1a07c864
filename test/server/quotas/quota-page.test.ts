import { expect } from "chai";
import { cellId } from "../../../server/quotas/quota-cell.ts";
import { setTarget } from "../../../server/quotas/quota-cell-store.ts";
import { addToTeam, getStudy } from "../../../server/studies/studies.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("the quota page", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let client: SignedInClient;
  let path: string;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    const { studyId } = await openStudy(deps, { survey: "screen-out", userIds: [] });
    client = await server.client("supervisor");
    await addToTeam(deps, studyId, client.user._id, "test");
    path = `/studies/${(await getStudy(deps, studyId)).key}/quotas`;
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  it("offers every group of the questionnaire, and limits those with a target", async () => {
    const empty = await client.get(path);
    expect(empty.text).to.contain('name="target:q_sex:sex&#x3D;1"').and.contain("not limited");
    const saved = await client.post(path, { "target:q_sex:sex=1": "30", "target:q_sex:sex=2": "" });
    expect(saved.location).to.equal(`${path}?done=1`);
    const page = (await client.get(`${path}?done=1`)).text;
    expect(page).to.contain("1 target was changed.").and.contain('value="30"').and.contain("0 of 30");
  });

  it("keeps what was typed and changes nothing when a target is no number or the reason is missing", async () => {
    const wrong = await client.post(path, { "target:q_sex:sex=1": "many", reason: "new contract" });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.contain('value="many"').and.contain("a whole number, 0 or more, or empty");
    expect(wrong.text).to.contain('value="new contract"');
    const silent = await client.post(path, { "target:q_sex:sex=1": "40", reason: "" });
    expect(silent.status).to.equal(422);
    expect(silent.text).to.contain("Please say why").and.contain('value="40"');
    expect((await client.get(path)).text).to.contain("0 of 30");
  });

  it("changes a target in the field with a reason that the audit keeps", async () => {
    const change = { "target:q_sex:sex=1": "40", reason: "Client wants more" };
    const asked = (await client.post(path, { ...change, "target:q_sex:sex=2": "" })).text;
    expect(asked).to.contain("Change these targets?").and.contain("Room for 40 more.");
    expect(asked, "what is not changed is not set back").not.to.contain("sex&#x3D;2");
    expect((await client.get(path)).text, "nothing is written yet").to.contain("0 of 30");
    await client.post(path, { ...change, confirmed: "yes" });
    expect((await client.get(path)).text).to.contain("0 of 40");
    const entry = await deps.db.collection("audit").findOne({ reason: "Client wants more" });
    expect(entry?.what).to.deep.equal({ "q_sex 1": "30 → 40" });
  });

  it("shows groups that a newer version dropped, and lets them be changed and removed beside the others", async () => {
    const { _id: studyId } = await getStudy(deps, path.split("/")[2] ?? "");
    const values = { age: "7", "sample.region": "north" };
    const _id = cellId(studyId, "q_sex", values);
    await setTarget(deps, { _id, studyId, node: "q_sex", values, target: 9 });
    expect((await client.get(path)).text).to.contain("The newest questionnaire no longer has these groups.");
    const sure = { reason: "new version", confirmed: "yes" };
    const field = "target:q_sex:age=7&sample.region=north";
    const kept = await client.post(path, { [field]: "9", "target:q_sex:sex=1": "41", ...sure });
    expect(kept.location).to.equal(`${path}?done=1`);
    const gone = await client.post(path, { [field]: "", "target:q_sex:sex=1": "40", ...sure });
    expect(gone.location).to.equal(`${path}?done=2`);
    expect((await client.get(path)).text).not.to.contain(
      "The newest questionnaire no longer has these groups.",
    );
  });

  it("shows how full the groups are on the page of the field", async () => {
    const page = (await client.get(path.replace("quotas", "field"))).text;
    expect(page).to.contain('class="quota-grid"').and.contain("of 40").and.contain("Option 1");
  });

  it("says what to do in a questionnaire without quotas", async () => {
    const { studyId } = await openStudy(deps, { userIds: [client.user._id], firstNumber: 50 });
    const { key } = await getStudy(deps, studyId);
    expect((await client.get(`/studies/${key}/quotas`)).text).to.contain("This questionnaire has no quota.");
  });
});
