import { Writable } from "node:stream";
import { expect } from "chai";
import { writeTimeCsv } from "../../../server/monitoring/time-csv.ts";
import type { TimeEntryDoc } from "../../../server/monitoring/time-entry-model.ts";
import type { TimeKind } from "../../../server/monitoring/time-kinds.ts";
import { timeStretches } from "../../../server/monitoring/time-stretches.ts";
import { defaultCsvOptions } from "../../../server/results/csv-format.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const at = (time: string) => new Date(`2026-11-19T${time}:00Z`);
let written = 0;
const mark = (time: string, kind: TimeKind, until?: string): TimeEntryDoc => ({
  _id: String(written),
  userId: "a",
  studyId: null,
  kind,
  at: at(time),
  until: until ? at(until) : null,
  reason: until ? "clock" : null,
  by: "a",
  writtenAt: new Date(written++),
});
const shape = (entries: TimeEntryDoc[], now: string) =>
  timeStretches(entries, at(now)).map(
    ({ kind, from, to }) => `${kind} ${from.toISOString().slice(11, 16)}-${to.toISOString().slice(11, 16)}`,
  );

describe("the time ledger as times", () => {
  it("lets each line run to the next one, and the last to now", () => {
    const lines = [mark("09:00", "dialing"), mark("09:05", "interview"), mark("09:20", "paid-break")];
    expect(shape(lines, "09:30")).to.deep.equal([
      "dialing 09:00-09:05",
      "interview 09:05-09:20",
      "paid-break 09:20-09:30",
    ]);
  });

  it("vouches for no more than a kind's longest time, and for none after the end of work", () => {
    expect(shape([mark("09:00", "dialing")], "15:00")).to.deep.equal(["dialing 09:00-09:20"]);
    expect(shape([mark("09:00", "dialing"), mark("09:10", "off")], "15:00")).to.deep.equal([
      "dialing 09:00-09:10",
    ]);
  });

  it("joins neighbours of one kind", () => {
    expect(shape([mark("09:00", "no-sample"), mark("09:10", "no-sample")], "09:15")).to.deep.equal([
      "no-sample 09:00-09:15",
    ]);
  });

  it("puts corrections on top, the latest last, and takes time away with one", () => {
    const lines = [mark("09:00", "interview"), mark("11:00", "off"), mark("09:30", "fault", "10:30")];
    expect(shape(lines, "12:00")).to.deep.equal([
      "interview 09:00-09:30",
      "fault 09:30-10:30",
      "interview 10:30-11:00",
    ]);
    expect(shape([...lines, mark("10:00", "off", "12:00")], "12:00")).to.deep.equal([
      "interview 09:00-09:30",
      "fault 09:30-10:00",
    ]);
  });
});

describe("working time", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let supervisor: SignedInClient;
  let anna: SignedInClient;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    supervisor = await server.client("supervisor");
    anna = await server.client("interviewer", { name: "=Anna", site: "Leeds" });
    await openStudy(deps, { userIds: [anna.user._id] });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const csv = async () => {
    const parts: Buffer[] = [];
    const out = new Writable({
      write: (part: Buffer, _encoding, done) => {
        parts.push(part);
        done();
      },
    });
    await writeTimeCsv(
      deps,
      { from: at("00:00"), to: at("23:59") },
      { ...defaultCsvOptions, bom: false },
      out,
    );
    return Buffer.concat(parts).toString("utf8").split("\r\n");
  };
  const kinds = async () =>
    (await deps.db.collection("time-entries").find({ userId: anna.user._id }).sort({ at: 1 }).toArray()).map(
      ({ kind }) => kind,
    );

  it("is noted by what happens at the workstation, a reload notes nothing twice", async () => {
    const path = (await anna.post("/work/next")).location ?? "";
    deps.clock.advance(60_000);
    await anna.post(`${path}/dial`);
    deps.clock.advance(60_000);
    await anna.post(`${path}/contact`, { person: "target" });
    deps.clock.advance(600_000);
    await anna.get(`${path}/outcome`);
    await anna.get(`${path}/outcome`);
    expect(await kinds()).to.deep.equal(["dialing", "interview", "wrap-up"]);
  });

  it("knows no break in the middle of a call", async () => {
    expect((await anna.post("/pause", { start: "paid-break" })).status).to.equal(409);
    const held = await deps.db.collection("cases").findOne({ "lease.by": anna.user._id });
    await deps.db
      .collection("cases")
      .updateOne({ _id: held?._id }, { $set: { lease: null, state: "final" } });
  });

  it("stops for a break that the person starts and ends", async () => {
    deps.clock.advance(60_000);
    await anna.post("/pause", { start: "unpaid-break" });
    expect((await anna.get("/pause")).text)
      .to.contain("Back to work")
      .and.to.contain("Unpaid break");
    deps.clock.advance(1_800_000);
    expect((await anna.post("/pause", { end: "1" })).location).to.equal("/work");
    deps.clock.advance(60_000);
    await anna.post("/sign-out");
    const lines = await csv();
    expect(lines[0]).to.equal("login,name,site,study,kind,paid,from,to,minutes,corrected,reason");
    expect(lines.slice(1, -1).map((line) => line.split(",").slice(4, 6).join())).to.deep.equal([
      "dialing,yes",
      "interview,yes",
      "wrap-up,yes",
      "unpaid-break,no",
      "no-sample,yes",
    ]);
    expect(lines[4])
      .to.match(/,30,no,$/)
      .and.to.contain("'=Anna");
  });

  it("is corrected with a reason only, and stays readable below the correction", async () => {
    const path = `/time/${anna.user._id}`;
    const form = { kind: "fault", study: "", day: "2026-11-19", from: "16:00", to: "16:30", reason: "" };
    expect((await supervisor.post(path, form)).text).to.contain("Say why.");
    expect((await supervisor.post(path, { ...form, reason: "x", to: "23:59" })).status).to.equal(422);
    const before = await deps.db.collection("time-entries").countDocuments({});
    expect((await supervisor.post(path, { ...form, reason: "Power cut" })).status).to.equal(303);
    expect(await deps.db.collection("time-entries").countDocuments({})).to.equal(before + 1);
    expect((await supervisor.get(`${path}?from=2026-11-19`)).text).to.contain("Power cut");
    expect((await csv()).some((line) => line.endsWith(",30,yes,Power cut"))).to.equal(true);
    expect(await deps.db.collection("audit").countDocuments({ act: "time.correct" })).to.equal(1);
  });

  it("comes as a page and as a file for supervisors", async () => {
    expect((await supervisor.get("/time?from=2026-11-19&to=2026-11-19")).text).to.contain("Anna</a>");
    const file = await supervisor.get("/time.csv?from=2026-11-19&to=2026-11-19");
    expect(file.headers.get("content-disposition")).to.contain("hours-2026-11-19-2026-11-19.csv");
    expect(file.text).to.contain("Power cut");
  });
});
