import { expect } from "chai";
import { forgetFieldStudies } from "../../../server/cases/field-study.ts";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { addToTeam } from "../../../server/studies/studies.ts";
import { crashBeforeWrite, unreachable } from "../../setup/crash-before-write.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import { type SignedInClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("an interview when something goes wrong", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let client: SignedInClient;
  let studyId: string;
  let url: string;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    studyId = (await openStudy(deps, { userIds: [], cases: 20 })).studyId;
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    client = await server.client("interviewer");
    await addToTeam(deps, studyId, client.user._id, "test");
    forgetFieldStudies(deps);
    const next = await client.post("/work/next");
    await client.post(`${next.location}/dial`, { number: "n1" });
    const opened = await client.post(`${next.location}/contact`, { person: "target" });
    url = opened.location ?? "";
    await client.post(`${url}/acts`, { fence: "1", seq: "1", key: "intro" });
  });

  const stored = () => interviewModel(deps.db).findOne({ interviewers: client.user._id }).lean();

  it("keeps what was typed when the session has expired, and gives it back after signing in", async () => {
    await deps.db.collection("sessions").deleteMany({});
    const stranger = server.stranger();
    const form = { fence: "1", seq: "2", key: "used", answer: "2" };
    const lost = await stranger.request(`${url}/acts`, { method: "POST", body: new URLSearchParams(form) });
    expect(lost.location).to.equal(`/sign-in?next=${encodeURIComponent(url)}`);
    const back = await stranger.signIn(client.user.login, testPassword, url);
    expect(back.location).to.equal(url);
    const page = await stranger.get(url);
    expect(page.text).to.contain("What you had typed is here again");
    expect(page.text).to.match(/value="2"[^>]* checked/);
    expect((await stored())?.state.answers.used).to.equal(undefined);
  });

  it("keeps the note, the outcome and the appointment when the session ends on the outcome page", async () => {
    const path = `/cases/${(await stored())?.caseId}/outcome`;
    await client.get(path);
    await deps.db.collection("sessions").deleteMany({});
    deps.clock.advance(3001);
    const form = {
      ...{ situation: "interview", outcome: "appointment", kind: "hard", day: "2026-11-21", time: "18:15" },
      note: 'Asks for Mrs "Möller"; back from work at six',
    };
    const lost = await client.post(path, form);
    expect(lost.location).to.equal(`/sign-in?next=${encodeURIComponent(path)}`);
    expect(lost.headers.getSetCookie().join()).to.not.contain("Möller").and.not.contain("M%C3");
    await client.get(lost.location ?? "");
    expect((await client.signIn(client.user.login, testPassword, path)).location).to.equal(path);
    const page = (await client.get(path)).text;
    expect(page).to.contain("What you had typed is here again").and.to.contain("Mrs &quot;Möller&quot;");
    expect(page)
      .to.contain('value="18:15"')
      .and.to.match(/name="day" value="2026-11-21" checked/);
    expect(page).to.match(/name="outcome" value="appointment"[^>]* checked/);
    const saved = await client.post(path, form);
    expect(saved.status).to.equal(303);
    expect(saved.headers.getSetCookie().join()).to.contain("fieldline.outcome=;");
    const attempts = await deps.db.collection("attempts").find({ by: client.user._id }).toArray();
    expect(attempts.map(({ outcome, note }) => [outcome, note !== null])).to.deep.equal([
      ["appointment", true],
    ]);
  });

  it("refuses a form without its token and changes nothing", async () => {
    const body = new URLSearchParams({ fence: "1", seq: "2", key: "used", answer: "2" });
    const answer = await client.request(`${url}/acts`, { method: "POST", body });
    expect(answer.status).to.equal(403);
    expect((await stored())?.state.lastSeq).to.equal(1);
  });

  it("shows nobody else's interview, case or outcome", async () => {
    const other = await server.client("interviewer");
    expect((await other.get(url)).status).to.equal(404);
    const answer = await other.post(`${url}/acts`, { fence: "1", seq: "2", key: "used", answer: "2" });
    expect(answer.status).to.equal(404);
    const caseId = (await stored())?.caseId;
    expect((await other.get(`/cases/${caseId}`)).status).to.equal(409);
    expect((await other.get(`/cases/${caseId}/outcome`)).status).to.equal(409);
  });

  it("says what is wrong with an answer, at the field, with what was typed", async () => {
    const page = await client.post(`${url}/acts`, { fence: "1", seq: "2", key: "used", code: "7" });
    expect(page.status).to.equal(422);
    expect(page.text).to.contain("7 is none of the answers");
    expect(page.text).to.contain('value="7"');
  });

  it("takes no megabyte of text by form or by script", async () => {
    const text = "x".repeat(1_000_000);
    expect((await client.post(`${url}/acts`, { fence: "1", seq: "2", key: "wish", text })).status).to.equal(
      413,
    );
    const act = { seq: 2, kind: "answer", key: "wish", value: text, at: "2026-11-19T17:00:00Z" };
    expect((await client.postJson(`${url}/acts`, { fence: 1, acts: [act] })).status).to.equal(413);
  });

  it("answers a batch with problem+json that names the act and the number it has", async () => {
    const at = "2026-11-19T17:00:00Z";
    const refused = await client.postJson(`${url}/acts`, {
      fence: 1,
      acts: [{ seq: 2, kind: "answer", key: "used", value: "9", at }],
    });
    expect(refused.status).to.equal(422);
    expect(refused.json).to.include({ type: "/problems/answer-refused", lastSeq: 2 });
    const gap = await client.postJson(`${url}/acts`, {
      fence: 1,
      acts: [{ seq: 9, kind: "answer", key: "used", value: "1", at }],
    });
    expect(gap.status).to.equal(409);
    expect(gap.json).to.include({ type: "/problems/act-gap", lastSeq: 2 });
  });

  it("shows a clear page while MongoDB is away, whose button sends the same answer again", async () => {
    const form = { fence: "1", seq: "2", key: "used", answer: "2" };
    await client.token();
    await crashBeforeWrite(
      0,
      async () => {
        const away = await client.post(`${url}/acts`, form);
        expect(away.status).to.equal(503);
        expect(away.text).to.contain("The database does not answer");
        expect(away.text).to.contain('<input type="hidden" name="answer" value="2">');
      },
      unreachable,
    );
    expect((await client.post(`${url}/acts`, form)).status).to.equal(303);
    expect((await stored())?.state.answers.used).to.deep.equal({ v: "2" });
  });

  it("keeps what was typed around the interview too while MongoDB is away: dial, contact form and outcome", async () => {
    const other = await server.client("interviewer");
    await addToTeam(deps, studyId, other.user._id, "test");
    forgetFieldStudies(deps);
    const { location: item } = await other.post("/work/next");
    for (const [place, form] of [
      ["dial", { number: "n1" }],
      ["contact", { person: "target", language: "en" }],
      ["outcome", { situation: "interview", outcome: "refused-today", note: 'Said "not today"' }],
    ] as const) {
      await other.get(`${item}/${place === "dial" ? "" : place}`);
      // At whichever write it goes away, the form comes back until all of it is stored.
      let done = false;
      for (let n = 0; !done; n++)
        await crashBeforeWrite(
          n,
          async () => {
            const page = await other.post(`${item}/${place}`, form);
            done = page.status === 303;
            if (done) return;
            expect(page.status, `${place}, write ${n}`).to.equal(503);
            for (const [name, value] of Object.entries(form))
              expect(page.text).to.contain(
                `<input type="hidden" name="${name}" value="${value.replaceAll('"', "&quot;")}">`,
              );
          },
          unreachable,
        );
    }
    const caseId = item?.split("/").at(-1);
    const attempts = await deps.db.collection("attempts").find({ caseId }).toArray();
    expect(attempts.map(({ outcome, note }) => `${outcome}, ${note ? "note" : "no note"}`)).to.deep.equal([
      "refused-today, note",
    ]);
    const left = await deps.db.collection("cases").findOne({ _id: caseId as never });
    expect(left).to.deep.include({ attempts: 1, lease: null });
  });

  it("tells the second tab that it is behind", async () => {
    await client.post(`${url}/acts`, { fence: "1", seq: "2", key: "used", code: "2" });
    const second = await client.post(`${url}/acts`, { fence: "1", seq: "2", key: "used", code: "1" });
    expect(second.status).to.equal(409);
    expect(second.text).to.contain("Another window was ahead");
    expect((await stored())?.state.answers.used).to.deep.equal({ v: "2" });
  });
});
