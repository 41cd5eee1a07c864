import { expect } from "chai";
import { claimNextCase } from "../../../server/cases/claim-next-case.ts";
import { orderStudies } from "../../../server/cases/study-order.ts";
import { getStudy } from "../../../server/studies/studies.ts";
import { type FieldUser, interviewer, makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("the order of a person's studies", () => {
  const study = (_id: string, callingOrder: number, share: number | null = null) => ({
    _id,
    callingOrder,
    share,
  });
  const ids = (studies: { _id: string }[]) => studies.map(({ _id }) => _id).join("");

  it("is the supervisor's when nobody wants a share", () => {
    expect(ids(orderStudies([study("a", 3), study("b", 1), study("c", 2)], new Map()))).to.equal("bca");
  });

  it("puts a study behind its share first and one that has had it last", () => {
    const studies = [study("a", 1), study("b", 2, 0.5), study("c", 3, 0.2)];
    expect(ids(orderStudies(studies, new Map()))).to.equal("bca");
    const worked = new Map([
      ["a", 10],
      ["b", 60],
      ["c", 5],
    ]);
    expect(ids(orderStudies(studies, worked))).to.equal("cab");
    expect(ids(orderStudies([study("a", 1), study("b", 2, 0)], new Map()))).to.equal("ab");
  });
});

describe("assignments", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let supervisor: SignedInClient;
  let anna = interviewer(1);
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    supervisor = await server.client("supervisor");
    const account = await server.client("interviewer", { name: "Anna" });
    anna = interviewer(1, { id: account.user._id });
    const boss = { id: supervisor.user._id, name: "S", languages: [], skills: [] };
    for (const id of ["alpha", "beta"]) {
      await makeFieldStudy(deps, { id, users: [boss, anna] });
      await makeCases(deps, id, 30);
    }
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const studyOfNextCase = async (user: FieldUser = anna) => {
    const next = await claimNextCase(deps, { user });
    if (!("caseId" in next)) return null;
    await deps.db
      .collection("cases")
      .updateOne({ _id: next.caseId as never }, { $set: { lease: null, state: "final" } });
    return next.studyId;
  };
  const assign = (study: string, form: Record<string, string>) => {
    const fields = { from: "", until: "", share: "", skills: "", ...form };
    return supervisor.post(`/studies/${study}/assignments`, {
      ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${name}.${anna.id}`, value])),
      ...(form.sensitive ? { sensitive: "yes" } : {}),
    });
  };

  it("give cases of all studies in the order that the supervisor sets", async () => {
    await supervisor.post("/assignments/order", { "place.alpha": "2", "place.beta": "1" });
    expect(await studyOfNextCase()).to.equal("beta");
    await supervisor.post("/assignments/order", { "place.alpha": "1", "place.beta": "2" });
    expect(await studyOfNextCase()).to.equal("alpha");
    const refused = await supervisor.post("/assignments/order", { "place.alpha": "x", "place.beta": "2" });
    expect(refused.status).to.equal(422);
  });

  it("hold from their first to their last day", async () => {
    await assign("alpha", { from: "2026-11-20" });
    expect(await studyOfNextCase()).to.equal("beta");
    await assign("alpha", { from: "2026-11-18", until: "2026-11-19" });
    expect(await studyOfNextCase()).to.equal("alpha");
    await assign("alpha", { until: "2026-11-18" });
    expect(await studyOfNextCase()).to.equal("beta");
    await assign("alpha", {});
  });

  it("keep a sensitive study for people who are certified for it", async () => {
    await assign("alpha", { sensitive: "yes" });
    expect(await studyOfNextCase()).to.equal("beta");
    await assign("alpha", { sensitive: "yes", certified: "yes" });
    expect(await studyOfNextCase()).to.equal("alpha");
    await assign("alpha", {});
  });

  it("keep to a person's share of the time on calls", async () => {
    await assign("beta", { share: "50" });
    expect(await studyOfNextCase()).to.equal("beta");
    const at = deps.clock.now();
    await deps.db.collection("attempts").insertOne({
      _id: "x:1" as never,
      caseId: "x",
      no: 1,
      studyId: "beta",
      by: anna.id,
      startedAt: new Date(at.getTime() - 600_000),
      endedAt: at,
      outcome: "no-answer",
    });
    expect(await studyOfNextCase()).to.equal("alpha");
    await assign("beta", {});
  });

  it("come back with what was typed when something is wrong", async () => {
    const refused = await assign("alpha", { from: "tomorrow", share: "120" });
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('value="tomorrow"').and.to.contain("0 to 100 percent");
    expect((await getStudy(deps, "alpha")).team[1]?.from).to.equal(null);
  });

  it("of fifteen people move in one act, from their next case on, and the diary says so", async () => {
    const people = Array.from({ length: 15 }, (_, n) => interviewer(n + 10));
    await deps.db.collection("studies").updateOne(
      { _id: "alpha" as never },
      {
        $push: {
          team: {
            $each: people.map(({ id }) => ({ userId: id, from: null, until: null, skills: ["converter"] })),
          },
        } as never,
      },
    );
    const body = { from: "alpha", to: "beta", people: people.map(({ id }) => id) };
    const moved = await supervisor.post("/assignments/move", body);
    expect(moved.location).to.contain("moved=15");
    expect(await studyOfNextCase(people[7])).to.equal("beta");
    const [alpha, beta] = await Promise.all([getStudy(deps, "alpha"), getStudy(deps, "beta")]);
    expect(alpha.team).to.have.length(2);
    expect(beta.team).to.have.length(17);
    expect(beta.team.at(-1)?.skills).to.deep.equal(["converter"]);
    expect(await deps.db.collection("audit").countDocuments({ act: "team.move" })).to.equal(2);
    expect((await supervisor.post("/assignments/move", body)).location, "sent again").to.contain("moved=15");
    expect(await deps.db.collection("audit").countDocuments({ act: "team.move" })).to.equal(2);
    const nobody = { ...body, people: ["nobody"] };
    expect((await supervisor.post("/assignments/move", nobody)).status).to.equal(422);
    expect((await supervisor.post("/assignments/move", { from: "alpha", to: "gamma" })).status).to.equal(404);
  });
});
