import { expect } from "chai";
import { applyActs } from "../../../server/interviews/apply-acts.ts";
import { sweepInterviews } from "../../../server/interviews/finish-completion.ts";
import { findInterview } from "../../../server/interviews/interview-store.ts";
import { readAppointment } from "../../../server/interviews/read-appointment.ts";
import type { StationContext } from "../../../server/interviews/station-view.ts";
import type { Act } from "../../../surveys/engine/index.ts";
import { openStudy, startedInterview } from "../../setup/interview-fixture.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const ayla = { id: "u1", name: "Ayla Demir" };
const hour = 3_600_000;
const day = 24 * hour;

describe("a jump of the clock in an interview", () => {
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

  it("leaves the order of the answers to their numbers, and their length to the screen", async () => {
    const study = await openStudy(deps, { userIds: ["u1"], cases: 1 });
    const interview = await startedInterview(deps, study, ayla);
    const answers: [string, Act["value"], number][] = [
      ["intro", true, 2 * hour],
      ["used", "1", -day],
      ["which", ["1"], day],
      ["visits", 4, -hour],
    ];
    for (const [index, [key, value, jump]] of answers.entries()) {
      const at = deps.clock.now().toISOString();
      await applyActs(deps, {
        ...{ interviewId: interview._id, fence: interview.fence, user: ayla },
        acts: [{ seq: index + 1, kind: "answer", key, value, at, screenMs: 5000 }],
      });
      deps.clock.advance(jump);
    }
    const stored = await findInterview(deps, interview._id);
    expect(stored?.pending.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
    expect(stored?.activeMs).to.equal(20_000);
    expect(stored?.state.answers).to.have.keys("intro", "used", "which", "visits");
  });

  it("leaves no answers behind that were written by a clock that ran ahead", async () => {
    const study = await openStudy(deps, { userIds: ["u1"], cases: 1, firstNumber: 10 });
    const interview = await startedInterview(deps, study, ayla);
    await applyActs(deps, {
      ...{ interviewId: interview._id, fence: interview.fence, user: ayla },
      acts: [{ seq: 1, kind: "answer", key: "intro", value: true, at: deps.clock.now().toISOString() }],
    });
    deps.clock.advance(-day);
    await sweepInterviews(deps);
    expect((await findInterview(deps, interview._id))?.pending).to.deep.equal([]);
    expect(await deps.db.collection("answer-events").countDocuments({ interviewId: interview._id })).to.equal(
      1,
    );
  });

  it("breaks no call: every page answers, and the outcome is stored once", async () => {
    const client = await server.client("interviewer");
    await openStudy(deps, { userIds: [client.user._id], firstNumber: 20 });
    const start = (await client.post("/work/next")).location ?? "";
    // Later in the evening nobody may be called any more.
    const jumps = [-2 * hour, 2 * hour, -day, day];
    const step = async (path: string, form: Record<string, string>) => {
      deps.clock.advance(jumps.shift() ?? 0);
      const answer = await client.post(path, form);
      expect(answer.status, path).to.equal(303);
      return answer.location ?? "";
    };
    await step(`${start}/dial`, { number: "n1" });
    const interview = await step(`${start}/contact`, { person: "target" });
    deps.clock.advance(jumps.shift() ?? 0);
    expect((await client.get(interview)).status).to.equal(200);
    await step(`${start}/outcome`, { outcome: "refused", situation: "interview", note: "x" });
    const attempts = await deps.db
      .collection("attempts")
      .find({ caseId: start.split("/").at(-1) })
      .toArray();
    expect(attempts.map(({ no, outcome }) => [no, outcome !== null])).to.deep.equal([[1, true]]);
  });

  it("takes no appointment for a time that is over by the clock of now", () => {
    const context = {
      held: { zone: "Europe/Berlin", persons: [], attempt: null },
    } as unknown as StationContext;
    const at = (now: string) =>
      readAppointment({ day: "2026-11-20", time: "18:00" }, { ...context, now: new Date(now) });
    expect(at("2026-11-20T16:59:00Z")).to.have.property("kind", "hard");
    expect(at("2026-11-20T17:00:00Z")).to.deep.equal({ error: "past" });
    const never = readAppointment(
      { day: "2026-02-30", time: "18:00" },
      { ...context, now: deps.clock.now() },
    );
    expect(never).to.deep.equal({ error: "badDay" });
  });
});
