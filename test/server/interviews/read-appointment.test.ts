import { expect } from "chai";
import { readAppointmentTime } from "../../../server/cases/read-appointment-time.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("the time of an appointment as it is typed", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let client: SignedInClient;
  let url: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    client = await server.client("interviewer");
    await openStudy(deps, { userIds: [client.user._id], cases: 1 });
    url = (await client.post("/work/next")).location ?? "";
    await client.post(`${url}/dial`, { number: "n1" });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const agree = (day: string, time: string, more: Record<string, string> = {}) =>
    client.post(`${url}/outcome`, {
      ...{ situation: "answered", outcome: "appointment", kind: "hard", note: "ask for Ada" },
      ...{ day, time, ...more },
    });

  for (const [day, time, words] of [
    ["2026-11-20", "25:00", "not a time"],
    ["2026-11-20", "18:60", "not a time"],
    ["2026-11-20", "", "not a time"],
    ["2027-02-30", "18:00", "not a day of the calendar"],
    ["2026-13-01", "18:00", "not a day of the calendar"],
    ["2027-02-29", "18:00", "not a day of the calendar"],
    ["tomorrow", "18:00", "not a day of the calendar"],
    ["2025-11-20", "18:00", "over already"],
    ["9999-12-31", "18:00", "more than a year ahead"],
  ] as const)
    it(`says what is wrong with "${day}" at "${time}", and keeps what was typed`, async () => {
      const page = await agree(day, time);
      expect(page.status).to.equal(422);
      expect(page.text).to.contain(words).and.to.contain("ask for Ada");
      if (time) expect(page.text).to.contain(`value="${time}"`);
      expect(page.text).to.contain(`value="${day}"`);
      expect(await deps.db.collection("attempts").countDocuments({ outcome: { $ne: null } })).to.equal(0);
    });

  it("of a period has an end on the same day, which is told when it is none", async () => {
    for (const [until, words] of [
      ["17:00", "ends before it begins"],
      ["late", "end of the period is not a time"],
    ] as const) {
      const page = await agree("2026-11-20", "18:00", { kind: "soft", until });
      expect(page.status).to.equal(422);
      expect(page.text).to.contain(words).and.contain(`name="until" value="${until}"`);
    }
    const read = (until: string) =>
      readAppointmentTime(
        { kind: "soft", day: "2026-11-20", time: "17:00", until },
        { zone: "Europe/Berlin", now: new Date("2026-11-19T12:00:00Z") },
      );
    const from = new Date("2026-11-20T16:00:00Z");
    expect(read("20.30")).to.deep.equal({ for: from, until: new Date("2026-11-20T19:30:00Z") });
    expect(read(""), "two hours").to.deep.equal({ for: from, until: new Date("2026-11-20T18:00:00Z") });
  });

  it("is taken when it is a time to come", async () => {
    expect((await agree("2026-11-20", "18.30")).status).to.equal(303);
  });
});
