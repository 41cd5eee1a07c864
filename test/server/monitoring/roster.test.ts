import { expect } from "chai";
import type { Appointment } from "../../../server/cases/case.ts";
import { capacityAt, overbooked } from "../../../server/monitoring/appointment-capacity.ts";
import { appointmentRoom } from "../../../server/monitoring/appointment-room.ts";
import { punctuality } from "../../../server/monitoring/punctuality.ts";
import { readShift } from "../../../server/monitoring/read-shift.ts";
import { makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const at = (time: string) => new Date(`2026-11-20T${time}:00Z`);
const shift = (userId: string, from: string, to: string) => ({ userId, from: at(from), to: at(to) });

describe("the capacity for appointments", () => {
  const shifts = [shift("a", "16:00", "20:00"), shift("b", "16:10", "20:00"), shift("a", "16:00", "17:00")];

  it("counts people who are there for the whole quarter of an hour, each once", () => {
    expect(capacityAt(at("16:14"), shifts, [{ for: at("16:00") }, { for: at("16:15") }])).to.deep.equal({
      from: at("16:00"),
      people: 1,
      booked: 1,
    });
    expect(capacityAt(at("16:15"), shifts, []).people).to.equal(2);
    expect(capacityAt(at("20:00"), shifts, []).people).to.equal(0);
  });

  it("names the quarters with more appointments than people", () => {
    const agreed = [{ for: at("16:00") }, { for: at("16:05") }, { for: at("17:00") }, { for: at("21:00") }];
    expect(overbooked(shifts, agreed).map(({ from }) => from)).to.deep.equal([at("16:00"), at("21:00")]);
  });
});

describe("punctuality", () => {
  it("judges what came due, and nothing that can still be kept", () => {
    const calls = [
      { for: at("16:00"), next: at("16:05") },
      { for: at("16:00"), next: at("16:06") },
      { for: at("16:00"), next: at("17:01") },
      { for: at("16:00"), next: at("12:00") },
      { for: at("16:00"), next: null },
      { for: at("17:40"), next: null },
    ];
    expect(punctuality(calls, at("18:00"))).to.deep.equal({
      due: 5,
      early: 1,
      onTime: 1,
      late: 1,
      missed: 2,
      share: 0.25,
      medianDelay: 6,
      unneeded: 0,
    });
    expect(punctuality([], at("18:00")).share).to.equal(null);
  });
});

describe("a shift as typed", () => {
  it("may end after midnight, and follows the clock change", () => {
    expect(readShift({ day: "2026-11-20", from: "22", to: "1.30" }, "Europe/Berlin")).to.deep.equal({
      from: at("21:00"),
      to: new Date("2026-11-21T00:30:00Z"),
    });
    const spring = readShift({ day: "2026-03-29", from: "0:00", to: "8:00" }, "Europe/Berlin");
    expect("to" in spring && spring.to.getTime() - spring.from.getTime()).to.equal(7 * 3_600_000);
  });

  it("names every field that it cannot read", () => {
    const read = readShift({ day: "2026-02-30", from: "25", to: "" }, "Europe/Berlin");
    expect("errors" in read && read.errors.map(({ pointer }) => pointer)).to.deep.equal([
      "day",
      "from",
      "to",
    ]);
  });
});

describe("the roster", () => {
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
    anna = await server.client("interviewer", { name: "Anna Berg", site: "Leeds" });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const plan = (form: Record<string, string | string[]>) =>
    supervisor.post("/roster", { people: anna.user._id, day: "2026-11-20", from: "8", to: "12", ...form });
  const shifts = () => deps.db.collection("shifts").countDocuments({});

  it("plans a shift once, keeps what was typed when it is wrong, and cancels it", async () => {
    expect((await supervisor.get("/roster")).text).to.contain("No shift is planned");
    await plan({});
    await plan({});
    expect(await shifts()).to.equal(1);
    expect((await plan({ from: "11", to: "14" })).text).to.contain("is at work at that time already");
    expect((await plan({ from: "noon" })).text).to.contain('value="noon"');
    expect((await plan({ people: [] })).status).to.equal(422);
    const page = (await supervisor.get("/roster?day=2026-11-20")).text;
    expect(page).to.contain("Anna Berg").and.to.contain("Leeds");
    const id = /name="shift" value="([^"]+)"/.exec(page)?.[1] ?? "";
    await supervisor.post("/roster/cancel", { shift: id });
    expect(await shifts()).to.equal(0);
    expect(await deps.db.collection("audit").countDocuments({ act: /^shift/ })).to.be.at.least(2);
  });

  it("measures an appointment against the people of all studies, once a day is planned", async () => {
    const user = { id: anna.user._id, name: "Anna", languages: [], skills: [] };
    for (const id of ["one", "two"]) await makeFieldStudy(deps, { id, users: [user] });
    const room = (caseId = "one-c0") => appointmentRoom(deps, { studyId: "one", caseId, at: at("16:05") });
    expect(await room()).to.equal(null);
    await deps.db
      .collection("shifts")
      .insertOne({ _id: "s1" as never, ...shift(user.id, "16:00", "18:00"), site: "", by: "x" });
    const appointment: Appointment = {
      kind: "hard",
      for: at("16:10"),
      until: at("17:10"),
      zone: "Europe/Berlin",
      numberId: null,
      person: null,
      withUser: null,
      agreedBy: "x",
      atOwnRequest: false,
    };
    await makeCases(deps, "two", 1, () => ({ state: "appointment", appointment }));
    expect(await room()).to.deep.equal({ from: at("16:00"), people: 1, booked: 1 });
    // Moved within its quarter of an hour, an appointment is not in its own way.
    expect(await room("two-c0")).to.deep.equal({ from: at("16:00"), people: 1, booked: 0 });
  });

  it("warns the interviewer, who may agree the time all the same", async () => {
    await openStudy(deps, { userIds: [anna.user._id] });
    const next = await anna.post("/work/next", {});
    const path = next.location ?? "";
    await anna.post(`${path}/dial`);
    const form = {
      situation: "answered",
      outcome: "appointment",
      kind: "hard",
      day: "2026-11-20",
      time: "17:00",
      person: "p1",
    };
    const page = (await anna.get(`${path}/outcome?situation=answered`)).text;
    const code = /value="([^"]+)"[^>]*data-appointment/.exec(page)?.[1] ?? "";
    const warned = await anna.post(`${path}/outcome`, { ...form, outcome: code });
    expect(warned.status).to.equal(422);
    expect(warned.text).to.contain("appointments agreed: 1, people at work: 1");
    const alone = await anna.post(`${path}/outcome`, { ...form, time: "12:00", outcome: code });
    expect(alone.status).to.equal(422);
    expect(alone.text).to.contain("Nobody is on the roster then.").and.not.contain("people at work");
    const outside = await anna.post(`${path}/outcome`, { ...form, time: "23:30", outcome: code });
    expect(outside.status).to.equal(422);
    expect(outside.text).to.contain("This time lies outside").and.not.contain("on the roster");
    const agreed = await anna.post(`${path}/outcome`, { ...form, outcome: code, full: "yes" });
    expect(agreed.status).to.equal(303);
    const kept = await deps.db
      .collection("cases")
      .find({ "appointment.for": at("16:00") })
      .toArray();
    expect(kept.map(({ appointment }) => appointment.person)).to.deep.equal(["p1"]);
  });
});
