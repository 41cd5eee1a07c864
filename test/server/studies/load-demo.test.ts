import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { contactModel } from "../../../server/cases/contact-model.ts";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { isFictionNumber } from "../../../server/compliance/fiction-numbers.ts";
import { demoState } from "../../../server/db/demo-mark.ts";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { timesBetween } from "../../../server/monitoring/time-ledger.ts";
import { writeStudyFiles } from "../../../server/results/write-study-files.ts";
import { fillDemo, type LoadedDemo, loadDemo } from "../../../server/studies/load-demo.ts";
import { findDemoUsers } from "../../../server/users/user-store.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

/** All files below a folder by name, so that two folders can be compared byte for byte. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const files = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file.slice(folder.length), await readFile(file, "base64")])),
  );
}

describe("the demo", () => {
  describe("of a first start", () => {
    let database: TestDatabase;
    let deps: TestDeps;
    let demo: LoadedDemo;

    before(async function () {
      this.timeout(60_000);
      database = await openTestDatabase();
      deps = testDeps(database.db, { now: "2026-11-23T19:00:00Z" });
      demo = await loadDemo(deps, {
        confirm: database.db,
        interviews: { "opinion-poll": 12, "service-follow-up": 6 },
      });
    });
    after(() => database.close());

    it("marks the database and says when it is complete", async () => {
      expect(await demoState(database.db)).to.equal("loaded");
    });

    it("has two open studies with the interviews that were asked for", () => {
      expect(demo.studies.map(({ key, status }) => `${key} ${status}`)).to.deep.equal([
        "opinion-poll open",
        "service-follow-up open",
      ]);
      for (const [index, wanted] of [12, 6].entries())
        expect(demo.completesByStudy[demo.studies[index]?._id ?? ""]).to.be.at.least(wanted);
    });

    it("had people in both studies side by side from the first evening on", async () => {
      for (const { _id: studyId } of demo.studies) {
        const first = await interviewModel(database.db).findOne({ studyId }).sort({ startedAt: 1 }).lean();
        expect(first?.startedAt.toISOString().slice(0, 10)).to.equal("2026-11-20");
      }
    });

    it("has one account for each role, and nobody can sign in as the colleagues", async () => {
      const people = await findDemoUsers(database.db);
      expect(people.map(({ login }) => login)).to.deep.equal([
        "interviewer",
        "supervisor",
        "researcher",
        "client",
        "admin",
      ]);
    });

    it("knows only numbers that exist in fiction", async () => {
      for (const { _id } of await contactModel(database.db).find().lean()) {
        const contact = await loadContact(deps, _id);
        for (const { e164 } of contact?.numbers ?? []) expect(isFictionNumber(e164), e164).to.equal(true);
      }
    });

    it("lies in the past, every interview ended and its attempt closed", async () => {
      const interviews = await interviewModel(database.db).find({ status: "complete" }).lean();
      for (const { startedAt, endedAt } of interviews) {
        expect(startedAt).to.be.below(endedAt ?? new Date(0));
        expect(endedAt).to.be.below(new Date("2026-11-23T20:00:00Z"));
      }
      expect(await database.db.collection("attempts").countDocuments({ outcome: null })).to.equal(0);
      expect(await database.db.collection("cases").countDocuments({ lease: { $ne: null } })).to.equal(0);
    });

    it("has a sample with its source, and a replicate that waits for its release", async () => {
      const imports = await database.db.collection("imports").find().sort({ replicates: -1 }).toArray();
      expect(imports.map(({ replicates, releasedTo }) => [replicates, releasedTo])).to.deep.equal([
        [3, 2],
        [1, 1],
      ]);
      const held = await database.db.collection("cases").find({ state: "held" }).toArray();
      expect(held).to.have.length.above(20);
      expect(new Set(held.map(({ replicate }) => replicate))).to.deep.equal(new Set([3]));
      for (const { sources, key } of demo.studies) {
        expect(sources, key).to.have.length(1);
        expect(sources[0]?.controller).to.match(/Hartwell|Stadtwerke/);
        expect(Object.values(sources[0]?.texts ?? {}).every((text) => text.length > 20)).to.equal(true);
      }
      const stray = { source: { $nin: demo.studies.flatMap(({ sources }) => sources.map(({ id }) => id)) } };
      expect(await database.db.collection("cases").countDocuments(stray)).to.equal(0);
    });

    it("has the hours of its calls in the ledger, inside the shifts that the roster says", async () => {
      const from = new Date("2026-11-19T00:00:00Z");
      const to = new Date("2026-11-24T00:00:00Z");
      const times = await timesBetween(deps, { from, to });
      expect(new Set(times.map(({ kind }) => kind))).to.include.members(["dialing", "interview", "wrap-up"]);
      const shifts = await database.db.collection("shifts").find().toArray();
      const late = 20 * 60_000;
      for (const one of times)
        expect(
          shifts.some(
            (shift) =>
              shift.userId === one.userId &&
              shift.from <= one.from &&
              one.from.getTime() < shift.to.getTime() + late,
          ),
          `${one.kind} at ${one.from.toISOString()}`,
        ).to.equal(true);
      const dialed = await database.db.collection("attempts").distinct("by");
      expect(new Set(times.map(({ userId }) => userId))).to.deep.equal(new Set(dialed));
    });

    it("has people in the roster now and for the coming days, when appointments are agreed", async () => {
      const now = deps.clock.now();
      const shifts = await database.db.collection("shifts").find().toArray();
      expect(shifts.some((shift) => shift.from <= now && shift.to > now)).to.equal(true);
      for (const day of ["2026-11-24", "2026-11-25", "2026-11-26"]) {
        const evening = new Date(`${day}T15:30:00Z`);
        const there = shifts.filter((shift) => shift.from <= evening && shift.to > evening);
        expect(there, day).to.have.length.within(4, 7);
      }
    });

    it("leaves cases to call", async () => {
      expect(await database.db.collection("cases").countDocuments({ state: "ready" })).to.be.above(20);
    });
  });

  it("gives the same files, byte for byte, for the same seed, and others for another", async function () {
    this.timeout(90_000);
    const folder = await mkdtemp(join(tmpdir(), "fieldline-demo-test-"));
    const make = async (name: string, seed: number) => {
      const database = await openTestDatabase();
      try {
        const deps = testDeps(database.db, { seed: 99 });
        const { studies } = await fillDemo(deps, {
          interviews: { "opinion-poll": 4, "service-follow-up": 2 },
          seed,
          from: new Date("2026-11-02T15:00:00Z"),
          until: new Date("2026-12-24T00:00:00Z"),
          together: 1,
        });
        for (const study of studies)
          await writeStudyFiles(deps, study, { folder: join(folder, name), locale: "de", pngs: 1 });
      } finally {
        await database.close();
      }
      return contents(join(folder, name));
    };
    try {
      const first = await make("a", 5);
      expect(Object.keys(first))
        .to.include("/opinion-poll/data.csv")
        .and.include("/service-follow-up/codebook.html");
      const second = await make("b", 5);
      const differing = Object.keys({ ...first, ...second }).filter((file) => first[file] !== second[file]);
      expect(differing).to.deep.equal([]);
      expect((await make("c", 6))["/opinion-poll/data.csv"]).not.to.equal(first["/opinion-poll/data.csv"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
