import { expect } from "chai";
import type { Appointment } from "../../../server/cases/case.ts";
import { dueOf } from "../../../server/monitoring/appointment-routes.ts";
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
      /Fresh, or another try<\/th><td class="n">88<\/td><td class="n">44</,
    );
  });
});
