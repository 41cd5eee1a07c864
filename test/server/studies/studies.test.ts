import { expect } from "chai";
import { findAudit } from "../../../server/monitoring/audit-store.ts";
import {
  addToTeam,
  createStudy,
  getStudy,
  getStudyFor,
  publishVersion,
  removeFromTeam,
  setStudyStatus,
  studiesForUser,
} from "../../../server/studies/studies.ts";
import { problemCode } from "../../setup/problem-code.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const person = (id: string, role: "researcher" | "admin" = "researcher") => ({
  id,
  login: id,
  name: id,
  roles: [role],
  languages: [],
  skills: [],
  site: null,
  locale: "en",
});

describe("studies", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let made = 0;
  const newStudy = () =>
    createStudy(
      deps,
      {
        key: `city-${++made}`,
        name: "City services 2026",
        client: { name: "Northmoor City Council" },
        institute: { name: "Fieldline Institute", phone: "+49 30 23125000" },
        languages: ["en"],
        team: ["marek"],
      },
      "marek",
    );
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(() => database.close());

  it("are found by id and by short name", async () => {
    const study = await newStudy();
    expect((await getStudy(deps, study._id)).name).to.equal("City services 2026");
    expect((await getStudy(deps, study.key))._id).to.equal(study._id);
    expect(await problemCode(getStudy(deps, "no-such"))).to.equal("study-unknown");
  });

  it("do not share a short name", async () => {
    const study = await newStudy();
    const again = createStudy(deps, { ...study, team: [] }, "marek");
    expect(await problemCode(again)).to.equal("study-key-taken");
  });

  it("exist only for their team, and for administrators", async () => {
    const study = await newStudy();
    expect((await getStudyFor(deps, person("marek"), study.key))._id).to.equal(study._id);
    expect(await problemCode(getStudyFor(deps, person("other"), study.key))).to.equal("study-unknown");
    expect(await studiesForUser(deps, person("other"))).to.deep.equal([]);
    expect((await getStudyFor(deps, person("jonas", "admin"), study.key))._id).to.equal(study._id);
    await addToTeam(deps, study._id, "other", "jonas");
    await addToTeam(deps, study._id, "other", "jonas");
    expect((await getStudy(deps, study._id)).team.map(({ userId }) => userId)).to.deep.equal([
      "marek",
      "other",
    ]);
    await removeFromTeam(deps, study._id, "other", "jonas");
    expect(await studiesForUser(deps, person("other"))).to.deep.equal([]);
  });

  it("publish a version once, however often it is sent, and keep the older ones", async () => {
    const study = await newStudy();
    const first = { formatVersion: 1, id: "q", items: [] };
    const publish = (definition: unknown) =>
      publishVersion(deps, { studyId: study._id, definition, by: "marek" });
    const one = await publish(first);
    expect(await publish({ items: [], id: "q", formatVersion: 1 }), "other order of members").to.deep.equal(
      one,
    );
    const two = await publish({ ...first, id: "q2" });
    expect(two.number).to.equal(2);
    expect((await getStudy(deps, study._id)).versions.map(({ hash }) => hash)).to.deep.equal([
      one.hash,
      two.hash,
    ]);
  });

  it("let one of two people publish who do so at once, and tell the other", async () => {
    const study = await newStudy();
    const results = await Promise.allSettled(
      ["a", "b"].map((id) => publishVersion(deps, { studyId: study._id, definition: { id }, by: "marek" })),
    );
    const { versions } = await getStudy(deps, study._id);
    const published = results.filter(({ status }) => status === "fulfilled");
    expect(versions).to.have.length(published.length);
  });

  it("open only with a questionnaire, and tell the interviewers why they are paused", async () => {
    const study = await newStudy();
    const open = { studyId: study._id, to: "open", by: "marek" } as const;
    expect(await problemCode(setStudyStatus(deps, open))).to.equal("status-not-allowed");
    await publishVersion(deps, { studyId: study._id, definition: { id: "q" }, by: "marek" });
    await setStudyStatus(deps, open);
    const paused = await setStudyStatus(deps, { ...open, to: "paused", reason: "Server work until 19:00" });
    expect(paused).to.include({ status: "paused", statusReason: "Server work until 19:00" });
    const [latest] = await findAudit(deps.db, { studyId: study._id, limit: 1 });
    expect(latest).to.include({ act: "study.status", by: "marek", reason: "Server work until 19:00" });
  });
});
