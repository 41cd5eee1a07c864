import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { attemptId } from "../../../server/cases/attempt.ts";
import type { Appointment, CaseDoc } from "../../../server/cases/case.ts";
import { pastAppointments } from "../../../server/cases/case-supply.ts";
import { dueOf } from "../../../server/monitoring/appointment-routes.ts";
import { punctuality } from "../../../server/monitoring/punctuality.ts";
import { makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const now = new Date("2026-11-19T17:00:00Z");
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const agreed = (kind: Appointment["kind"], from: number, until = from): Appointment => ({
  kind,
  for: at(from),
  until: at(until),
  zone: "Europe/Berlin",
  numberId: null,
  person: null,
  withUser: null,
  agreedBy: "u1",
  atOwnRequest: false,
});

describe("an appointment", () => {
  it("is late when its time, or the whole period of a soft one, is over", () => {
    expect(dueOf({ appointment: agreed("hard", -1) }, now)).to.equal("late");
    expect(dueOf({ appointment: agreed("soft", -60, 60) }, now)).to.equal("soon");
    expect(dueOf({ appointment: agreed("soft", -60, -1) }, now)).to.equal("late");
    expect(dueOf({ appointment: agreed("hard", 30) }, now)).to.equal("soon");
    expect(dueOf({ appointment: agreed("hard", 31) }, now)).to.equal("later");
  });
});

describe("the pages of appointments and supply", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  it("show who waits and for how long the ready cases last", async () => {
    const supervisor = await server.client("supervisor");
    await makeFieldStudy(deps, {
      id: "city",
      users: [{ id: supervisor.user._id, name: "S", languages: [], skills: [] }],
    });
    expect((await supervisor.get("/studies/city/appointments")).text).to.contain("No appointment is open.");
    await makeCases(deps, "city", 90, (n) =>
      n === 0
        ? { state: "appointment", appointment: agreed("hard", -12) }
        : n === 1
          ? { state: "appointment", appointment: agreed("hard", 20) }
          : {},
    );
    const { text } = await supervisor.get("/studies/city/appointments");
    expect(text).to.contain("12 minutes late").and.to.contain("19 Nov 2026, 17:48");
    expect(text.indexOf("T-city-0")).to.be.lessThan(text.indexOf("T-city-1"));
    expect(text).not.to.contain("Not needed any more");
    const full = {
      state: "blocked" as const,
      why: { code: "quota-full", params: { cell: "north" } },
      blocked: { from: "appointment" as const, why: { code: "appointment-hard", params: {} }, at: at(-90) },
    };
    await deps.db
      .collection<CaseDoc>("cases")
      .updateOne({ reference: "T-city-5" }, { $set: { ...full, appointment: agreed("hard", -80) } });
    const unneeded = (await supervisor.get("/studies/city/appointments")).text;
    expect(unneeded).to.contain("Not needed any more: quota full").and.to.contain("T-city-5");
    expect(unneeded).to.match(/Missed<\/dt><dd class="figure">0</);
    await deps.db
      .collection<CaseDoc>("cases")
      .updateOne(
        { reference: "T-city-5" },
        { $set: { state: "ready", why: { code: "fresh", params: {} }, blocked: null, appointment: null } },
      );
    await deps.db.collection("attempts").insertMany(
      Array.from({ length: 60 }, (_, n) => ({
        _id: `x:${n}` as never,
        caseId: `x${n}`,
        no: 1,
        studyId: "city",
        startedAt: at(-n / 4),
        outcome: "no-answer",
        aapor: "3.13",
      })),
    );
    const field = (await supervisor.get("/studies/city/field")).text;
    expect(field.replace(/\s+/g, " ")).to.match(
      /Fresh, or another try<\/th><td class="n">88<\/td><td class="n">88<\/td><td class="n">44</,
    );
  });

  it("let a supervisor pass an appointment on, to an interviewer of the study or to anyone, as often as it is sent", async () => {
    const [supervisor, anna, stranger] = await Promise.all([
      server.client("supervisor"),
      server.client("interviewer", { name: "Anna Weber" }),
      server.client("interviewer"),
    ]);
    await makeFieldStudy(deps, {
      id: "town",
      users: [supervisor, anna].map(({ user }) => ({
        id: user._id,
        name: user.name,
        languages: [],
        skills: [],
      })),
    });
    const [caseId = "", onCall = ""] = await makeCases(deps, "town", 2, (n) => ({
      state: n === 0 ? "appointment" : "interview",
      appointment: { ...agreed("hard", 90), person: "p1" },
      ...(n === 1
        ? { lease: { by: "b", name: "Ben", until: at(1), since: at(0), from: "ready" as const } }
        : {}),
    }));
    const pass = (withUser: string, id = caseId) =>
      supervisor.post(`/studies/town/cases/${id}/appointment`, { withUser });
    const held = async (id = caseId) =>
      (await deps.db.collection<CaseDoc>("cases").findOne({ _id: id }))?.appointment;

    for (const _ of [1, 2]) expect((await pass(anna.user._id)).status).to.equal(303);
    expect(await held()).to.deep.equal({ ...agreed("hard", 90), person: "p1", withUser: anna.user._id });
    const list = (await supervisor.get("/studies/town/appointments")).text;
    expect(list).to.contain("Anna Weber").and.to.contain("Anna Muster 0");
    const refused = await pass(stranger.user._id);
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('id="withUser-error"');
    expect((await held())?.withUser).to.equal(anna.user._id);
    expect((await pass("")).status).to.equal(303);
    expect((await held())?.withUser).to.equal(null);
    // Whoever speaks with the person now keeps the case.
    expect((await pass(anna.user._id, onCall)).status).to.equal(409);
    expect((await held(onCall))?.withUser).to.equal(null);
    const entry = await deps.db.collection("audit").findOne({ act: "case.appointment", on: caseId });
    expect(entry).to.deep.include({ by: supervisor.user._id, studyId: "town" });
  });

  describe("let a supervisor change the time", () => {
    let made = 0;
    const start = async (appointment: Appointment, more: Partial<CaseDoc> = {}) => {
      const id = `village${++made}`;
      const supervisor = await server.client("supervisor");
      await makeFieldStudy(deps, {
        id,
        users: [{ id: supervisor.user._id, name: "S", languages: [], skills: [] }],
        policy: shippedPolicy("de-adm"),
      });
      const [caseId = ""] = await makeCases(deps, id, 1, () => ({
        state: "appointment",
        appointment,
        ...more,
      }));
      const cases = deps.db.collection<CaseDoc>("cases");
      const item = async () => (await cases.findOne({ _id: caseId })) as CaseDoc;
      const seen = String((await item()).planRevision);
      const change = (form: Record<string, string>) =>
        supervisor.post(`/studies/${id}/cases/${caseId}/appointment/time`, { seen, ...form });
      return { id, caseId, supervisor, change, item };
    };

    it("in the respondent's zone, once, in the audit, and by the plan", async () => {
      const { caseId, change, item, supervisor, id } = await start(agreed("hard", 90));
      const form = { day: "2026-11-20", time: "10.30" };
      for (const _ of [1, 2]) expect((await change(form)).location).to.contain("done=appointmentTime");
      const { state, appointment, windowFrom, why } = await item();
      const wanted = new Date("2026-11-20T09:30:00Z");
      expect(appointment).to.deep.equal({ ...agreed("hard", 90), for: wanted, until: appointment?.until });
      expect({ state, why: why.code }).to.deep.equal({ state: "appointment", why: "appointment-hard" });
      expect(windowFrom).to.deep.equal(new Date("2026-11-20T09:25:00Z"));
      const acts = await deps.db
        .collection("audit")
        .find({ act: "case.appointment-time", on: caseId })
        .toArray();
      expect(acts).to.have.length(1);
      expect(acts[0]?.by).to.equal(supervisor.user._id);
      const page = (await supervisor.get(`/studies/${id}/cases/${caseId}`)).text;
      const history = page.split('id="steps"')[1]?.split("</ol>")[0] ?? "";
      expect(history, "the respondent's time").to.contain("20 Nov, 10:30").and.to.contain("19 Nov, 19:30");
      // A page that was opened before somebody else's change is told so.
      const late = await change({ day: "2026-11-20", time: "11:00" });
      expect(late.status).to.equal(409);
      expect((await item()).appointment?.for).to.deep.equal(wanted);
      const list = (await supervisor.get(`/studies/${id}/appointments`)).text;
      expect(list).to.contain("20 Nov 2026, 10:30");
    });

    it("outside the hours only at the respondent's own request, which is noted", async () => {
      const { change, item } = await start(agreed("hard", 90));
      const refused = await change({ day: "2026-11-20", time: "22:30" });
      expect(refused.status).to.equal(422);
      expect(refused.text).to.contain("This time lies outside").and.contain('value="22:30"');
      expect((await change({ day: "2026-11-20", time: "22:30", own: "yes" })).status).to.equal(303);
      expect((await item()).appointment).to.include({ atOwnRequest: true });
    });

    it("but not to a time that is no time to come", async () => {
      const { change, item } = await start(agreed("hard", 90));
      for (const [day, time, words] of [
        ["2026-02-30", "18:00", "not a day of the calendar"],
        ["2026-11-20", "25:00", "not a time"],
        ["2026-11-18", "18:00", "over already"],
        ["2030-11-18", "18:00", "more than a year ahead"],
      ] as const) {
        const page = await change({ day, time });
        expect(page.status, day).to.equal(422);
        expect(page.text).to.contain(words).and.contain(`value="${day}"`);
      }
      expect((await item()).appointment).to.deep.equal(agreed("hard", 90));
      // 02:30 does not exist that night: it is moved to just after the gap.
      expect((await change({ day: "2027-03-28", time: "02:30", own: "yes" })).status).to.equal(303);
      expect((await item()).appointment?.for).to.deep.equal(new Date("2027-03-28T01:30:00Z"));
    });

    it("of a period with its end, which is a later time of that day", async () => {
      const { change, item } = await start(agreed("soft", 60, 180));
      expect((await change({ day: "2026-11-20", time: "16:00", until: "15:00" })).text).to.contain(
        "ends before it begins",
      );
      expect((await change({ day: "2026-11-20", time: "16:00", until: "20:15" })).status).to.equal(303);
      expect((await item()).appointment).to.include({ kind: "soft" });
      expect((await item()).appointment?.until).to.deep.equal(new Date("2026-11-20T19:15:00Z"));
    });

    it("to a time at which the roster is full after a warning", async () => {
      const { id, change, item, supervisor } = await start(agreed("hard", 90));
      const wanted = new Date("2026-11-20T09:30:00Z");
      await deps.db.collection("shifts").insertOne({
        ...{ _id: `shift-${id}` as never, userId: supervisor.user._id, site: "", by: "test" },
        ...{ from: new Date("2026-11-20T08:00:00Z"), to: new Date("2026-11-20T12:00:00Z") },
      });
      await deps.db.collection("cases").insertOne({
        ...((await item()) as object),
        ...{ _id: `${id}-other` as never, reference: `${id}-other` },
        appointment: { ...agreed("hard", 90), for: wanted, until: wanted },
      } as never);
      const form = { day: "2026-11-20", time: "10:30" };
      const warned = await change(form);
      expect(warned.status).to.equal(422);
      expect(warned.text).to.contain("appointments agreed: 1, people at work: 1");
      expect((await item()).appointment).to.deep.equal(agreed("hard", 90));
      expect((await change({ ...form, full: "yes" })).status).to.equal(303);
      expect((await item()).appointment?.for).to.deep.equal(wanted);
    });

    it("to a time at which nobody is on the roster after a warning, outside the hours only as that", async () => {
      const { id, change, item, supervisor } = await start(agreed("hard", 90));
      await deps.db.collection("shifts").insertOne({
        ...{ _id: `shift-${id}` as never, userId: supervisor.user._id, site: "", by: "test" },
        ...{ from: new Date("2026-11-20T15:00:00Z"), to: new Date("2026-11-20T18:00:00Z") },
      });
      const words = "Nobody is on the roster then.";
      const outside = await change({ day: "2026-11-20", time: "22:30" });
      expect(outside.status).to.equal(422);
      expect(outside.text).to.contain("This time lies outside").and.not.contain(words);
      const times: Record<string, string>[] = [
        { day: "2026-11-20", time: "22:30", own: "yes" },
        { day: "2026-11-20", time: "10:30" },
      ];
      for (const form of times) {
        const warned = await change(form);
        expect(warned.status).to.equal(422);
        expect(warned.text).to.contain(words).and.not.contain("This time lies outside");
        expect(warned.text).to.not.contain("people at work: 0");
      }
      expect((await item()).appointment).to.deep.equal(agreed("hard", 90));
      expect((await change({ day: "2026-11-20", time: "10:30", full: "yes" })).status).to.equal(303);
    });

    it("while it stays behind a full cell, and never while somebody has the case", async () => {
      const blocked = {
        state: "blocked" as const,
        why: { code: "quota-full", params: { cell: "north" } },
        blocked: { from: "appointment" as const, why: { code: "appointment-hard", params: {} }, at: at(-1) },
      };
      const full = await start(agreed("hard", 90), blocked);
      expect((await full.change({ day: "2026-11-20", time: "10:30" })).status).to.equal(303);
      const item = await full.item();
      expect(item).to.deep.include({ state: "blocked", why: blocked.why });
      expect(item.blocked).to.deep.include({ from: "appointment" });
      expect(item.blocked?.why.params.at).to.equal("2026-11-20T09:30:00.000Z");
      const onCall = await start(agreed("hard", 90), {
        state: "interview",
        lease: { by: `b${made}`, name: "Ben", until: at(1), since: at(0), from: "ready" as const },
      });
      expect((await onCall.change({ day: "2026-11-20", time: "10:30" })).status).to.equal(409);
      expect((await onCall.item()).appointment).to.deep.equal(agreed("hard", 90));
    });

    it("and judges punctuality by the time that holds", async () => {
      const { id, caseId, change } = await start(agreed("hard", 30));
      await deps.db.collection("attempts").insertOne({
        ...{ _id: attemptId(caseId, 1) as never, caseId, no: 1, studyId: id, startedAt: at(-300) },
        ...{ appointment: agreed("hard", 30), note: null },
      });
      expect((await change({ day: "2026-11-20", time: "10:30" })).status).to.equal(303);
      const until = (iso: string) =>
        pastAppointments(deps, { studyId: id, from: at(-60), to: new Date(iso) });
      expect(await until("2026-11-19T22:00:00Z")).to.deep.equal([]);
      expect((await until("2026-11-20T22:00:00Z")).map((one) => one.for)).to.deep.equal([
        new Date("2026-11-20T09:30:00Z"),
      ]);
    });
  });

  it("count how appointments were kept, also one that was agreed a quarter of a year ahead, by an index", async () => {
    const day = 24 * 60;
    const call = (caseId: string, no: number, minutes: number, appointment: Appointment | null) => ({
      _id: attemptId(caseId, no) as never,
      ...{ caseId, no, studyId: "hamlet", startedAt: at(minutes), appointment },
    });
    await deps.db
      .collection("attempts")
      .insertMany([
        call("h1", 1, -90 * day, agreed("hard", -100)),
        call("h1", 2, -98, null),
        call("h2", 1, -300, agreed("hard", -200)),
        call("h2", 2, -170, null),
        call("h3", 1, -300, agreed("hard", -200)),
        call("h4", 1, -300, agreed("soft", -200)),
      ]);
    await deps.db.db?.command({ profile: 2 });
    const past = await pastAppointments(deps, { studyId: "hamlet", from: at(-14 * day), to: now });
    await deps.db.db?.command({ profile: 0 });
    expect(punctuality(past, now)).to.include({ due: 3, onTime: 1, late: 1, missed: 1, medianDelay: 30 });
    const [search] = await deps.db
      .collection("system.profile")
      .find({ ns: /\.attempts$/ })
      .toArray();
    expect(search).to.include({ planSummary: "IXSCAN { studyId: 1, appointment.for: 1 }", docsExamined: 4 });
  });

  it("tell in the history of a case what was agreed, and who called back by himself", async () => {
    const supervisor = await server.client("supervisor");
    const { _id: id, name } = supervisor.user;
    await makeFieldStudy(deps, { id: "village", users: [{ id, name, languages: [], skills: [] }] });
    const [caseId = ""] = await makeCases(deps, "village", 1);
    await deps.db.collection("attempts").insertMany(
      [null, agreed("hard", 20)].map((appointment, n) => ({
        _id: `${caseId}:${n + 1}` as never,
        caseId,
        no: n + 1,
        studyId: "village",
        startedAt: at(n),
        mode: n === 0 ? "inbound" : "manual",
        numberKind: "landline",
        outcome: n === 0 ? "no-answer" : "appointment",
        note: null,
        appointment,
      })),
    );
    const { text } = await supervisor.get(`/studies/village/cases/${caseId}`);
    // One of the two calls: in the table of attempts, and in the case's way.
    expect(text.match(/called back/g)).to.have.length(2);
    expect(text).to.contain("Agreed: 19 Nov 2026, 18:20, exact time");
  });
});
