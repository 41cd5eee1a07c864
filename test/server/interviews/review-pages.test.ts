import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import type { InterviewDoc } from "../../../server/interviews/interview-model.ts";
import { countForReview, findForReview, latestPaces } from "../../../server/interviews/review-store.ts";
import { compiledQuestionnaire } from "../../../server/questionnaires/questionnaires.ts";
import { setQuotaTargets } from "../../../server/quotas/set-quota-targets.ts";
import { getStudy } from "../../../server/studies/studies.ts";
import { studyModel } from "../../../server/studies/study-model.ts";
import { addUser } from "../../../server/users/users.ts";
import { completedInterview } from "../../setup/call-fixture.ts";
import { type FieldUser, interviewer } from "../../setup/field-fixture.ts";
import { type OpenStudy, openStudy } from "../../setup/interview-fixture.ts";
import { omar, review, storeCompletes } from "../../setup/review-fixture.ts";
import { type SignedInClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

const woman = { age: 40, sex: "1", used: "dk" };

describe("the pages for the review", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let supervisor: SignedInClient;
  let anna: FieldUser;
  let study: OpenStudy;
  let page: string;
  let firstNumber = 0;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    supervisor = await server.client("supervisor", { name: "Ina Berg" });
    const account = {
      login: "anna",
      name: "Anna Weber",
      password: testPassword,
      roles: ["interviewer" as const],
    };
    anna = interviewer(1, { id: (await addUser(deps, account, "test"))._id, name: "Anna Weber" });
  });
  after(async () => {
    await server.close();
    await database.close();
  });
  beforeEach(async () => {
    deps.clock.set("2026-11-19T17:00:00Z");
    await supervisor.get("/studies");
    const userIds = [anna.id, supervisor.user._id];
    study = await openStudy(deps, { survey: "screen-out", userIds, cases: 6, firstNumber });
    firstNumber += 6;
    page = `/studies/${(await getStudy(deps, study.studyId)).key}/reviews`;
  });

  const complete = () => completedInterview(deps, study, anna, woman);
  const stored = (id: string) => deps.db.collection<InterviewDoc>("interviews").findOne({ _id: id });
  const caseOf = (id: string) => deps.db.collection<CaseDoc>("cases").findOne({ _id: id });
  const shown = async (path: string) => (await supervisor.get(path)).text;
  const invalidate = (id: string, form: Record<string, string> = {}) =>
    supervisor.post(`${page}/${id}`, {
      ...{ decision: "invalidated", seen: "", reason: "The wrong person", case: "reopen", outcome: "" },
      ...form,
    });
  const referenceOf = async ({ caseId }: { caseId: string }) => (await caseOf(caseId))?.reference ?? "?";
  const positions = (html: string, texts: string[]) => texts.map((text) => html.indexOf(`>${text}<`));

  it("list what waits, oldest first, and say so when nothing does", async () => {
    expect(await shown(page)).to.contain("Nothing is waiting.");
    const first = await complete();
    deps.clock.advance(60_000);
    const second = await complete();
    const html = await shown(page);
    const [a = -1, b = -1] = positions(html, [await referenceOf(first), await referenceOf(second)]);
    expect(a).to.be.greaterThan(0);
    expect(b).to.be.greaterThan(a);
    expect(html).to.contain("Anna Weber");
    expect(await shown(page.replace("/reviews", "/field"))).to.contain("Review (2)");
    expect(await shown(page.replace("/reviews", ""))).to.contain("2 interviews to review");
    const researcher = await server.client("researcher");
    await studyModel(deps.db).updateOne(
      { _id: study.studyId },
      { $push: { team: { userId: researcher.user._id, from: null, until: null, share: null, skills: [] } } },
    );
    expect((await researcher.get(page)).status).to.equal(403);
    expect((await researcher.get(page.replace("/reviews", "/field"))).text).not.to.contain("/reviews");
  });

  it("show those of one interviewer, also of one who has left the team", async () => {
    const ids = await storeCompletes(deps, study, (n) => ({ interviewers: [n < 2 ? anna.id : "gone"] }));
    const html = await shown(`${page}?by=gone`);
    expect(html).to.contain(ids[2]).and.not.to.contain(ids[0]);
    expect(html).to.match(/<option value="gone" selected>/);
    expect(await shown(`${page}?by=${anna.id}`))
      .to.contain(ids[0])
      .and.not.to.contain(ids[2]);
    expect(await shown(`${page}?by=nobody`)).to.contain("There is nothing here with this selection.");
  });

  it("turn pages, the last one whole", async () => {
    const many = await openStudy(deps, {
      ...{ survey: "screen-out", userIds: [supervisor.user._id], cases: 60, firstNumber },
    });
    firstNumber += 60;
    const ids = await storeCompletes(deps, many);
    const list = `/studies/${(await getStudy(deps, many.studyId)).key}/reviews`;
    const [one, two] = [await shown(list), await shown(`${list}?state=waiting&page=2`)];
    const rows = (html: string) => ids.filter((id) => html.includes(`value="${id}"`));
    expect([...rows(one), ...rows(two)]).to.deep.equal(ids);
    expect(rows(one)).to.have.length(50);
    expect(two).not.to.contain("page=3");
  });

  it("point at interviews that deserve a look, and select the others alone", async () => {
    const many = await openStudy(deps, {
      ...{ survey: "screen-out", userIds: [supervisor.user._id], cases: 30, firstNumber },
    });
    firstNumber += 30;
    const ids = await storeCompletes(deps, many, (n) => (n === 4 ? { activeMs: 200_000 } : {}));
    const list = `/studies/${(await getStudy(deps, many.studyId)).key}/reviews`;
    const html = await shown(`${list}?select=plain`);
    expect(html.match(/class="flagged"/g)).to.have.length(1);
    expect(html).to.contain("Fast: 37% of the usual time per answer");
    const chosen = ids.filter((id) => html.includes(`value="${id}" checked`));
    expect(chosen).to.deep.equal(ids.filter((_id, n) => n !== 4));
    expect((await shown(list)).match(/ checked/g)).to.equal(null);
    expect(await shown(`${list}/${ids[4]}`)).to.contain("Fast: 37% of the usual time per answer");
  });

  it("accept several at once, and name those that somebody else decided about meanwhile", async () => {
    const [one, two, three] = [await complete(), await complete(), await complete()];
    await review(deps, two, "invalidated", { by: omar });
    await review(deps, three, "accepted", { by: omar });
    const answer = await supervisor.post(page, { interviews: [one._id, two._id, three._id] });
    expect(answer.status).to.equal(303);
    const html = await shown(answer.location ?? "");
    expect(html).to.contain("2 interviews are accepted. One was not, because it was decided elsewhere:");
    expect(html)
      .to.contain(await referenceOf(two))
      .and.to.contain("Declared invalid by Omar Said");
    expect((await stored(one._id))?.review).to.include({ decision: "accepted", name: "Ina Berg" });
    expect((await stored(three._id))?.review?.name, "the first stands").to.equal("Omar Said");
    const accepted = await shown(`${page}?state=accepted`);
    expect(accepted).to.contain(one._id).and.to.contain(three._id).and.not.to.contain(two._id);
    expect((await supervisor.post(page, {})).location).to.contain("accepted=0");
  });

  it("show one interview with its answers, call and history, and nothing of the contact", async () => {
    await setQuotaTargets(deps, {
      studyId: study.studyId,
      compiled: await compiledQuestionnaire(deps, study.version),
      targets: [{ node: "q_sex", values: { sex: "1" }, target: 10 }],
      ...{ reason: "as agreed", by: "u1" },
    });
    const interview = await complete();
    await deps.db
      .collection("answer-events")
      .updateOne({ _id: `${interview._id}:1` as never }, { $set: { screenMs: 75_000 } });
    const html = await shown(`${page}/${interview._id}`);
    for (const text of [
      ...["How many?", ">40<", "Option 1", "Don&#x27;t know", ">1:15<", "Anna Weber", interview.publicId],
      ...[await referenceOf(interview), `/cases/${interview.caseId}"`, "Complete", "Nobody has decided yet."],
      ...["Option 1 (now 1 of 10)", "Interview invalid, to be repeated", "Interview invalid<"],
    ])
      expect(html, text).to.contain(text);
    expect(html).not.to.match(/Muster|\+49/);
    expect(await shown(`/studies/${page.split("/")[2]}/cases/${interview.caseId}`)).to.contain(
      `${page}/${interview._id}"`,
    );
  });

  it("withhold an answer that identifies a person", async () => {
    const personal = await openStudy(deps, {
      ...{ survey: "phone", userIds: [supervisor.user._id], cases: 1, firstNumber },
    });
    firstNumber += 1;
    const [id = ""] = await storeCompletes(deps, personal);
    const state = (await stored(id))?.state;
    const numbers = Object.values(state?.answers ?? {}).flatMap((one) =>
      "v" in one && typeof one.v === "string" && one.v.startsWith("+") ? [one.v] : [],
    );
    expect(numbers).not.to.deep.equal([]);
    const html = await shown(`/studies/${(await getStudy(deps, personal.studyId)).key}/reviews/${id}`);
    expect(html).to.contain("withheld");
    for (const number of numbers) expect(html).not.to.contain(number);
  });

  it("declare invalid: what was typed stays while something is missing, then it is done once", async () => {
    const { _id, caseId } = await complete();
    const noReason = await invalidate(_id, { reason: " ", case: "close", outcome: "refused" });
    expect(noReason.status).to.equal(422);
    expect(noReason.text)
      .to.contain('id="reason-error"')
      .and.to.match(/value="close" required checked/);
    const noCase = await invalidate(_id, { reason: "A <b>double</b>", case: "" });
    expect(noCase.status).to.equal(422);
    expect(noCase.text).to.contain("A &lt;b&gt;double&lt;/b&gt;").and.to.contain('id="case-error"');
    expect((await invalidate(_id, { case: "close", outcome: "complete" })).text).to.contain(
      "The study has no such outcome",
    );
    expect((await stored(_id))?.status).to.equal("complete");
    const sent = () => invalidate(_id, { case: "close", outcome: "invalidated-final" });
    for (const _ of [1, 2]) expect((await sent()).location).to.equal(`${page}/${_id}?done=invalidated`);
    const html = await shown(`${page}/${_id}?done=invalidated`);
    expect(html).to.contain("It counts nowhere any more.").and.to.contain("The wrong person");
    expect(html).to.contain("The case is closed: Interview invalid.").and.not.to.contain("<fieldset");
    expect(await caseOf(caseId)).to.include({ state: "final", finalOutcome: "invalidated-final" });
    expect(await shown(`${page.replace("/reviews", "")}/cases/${caseId}`)).to.contain(
      "counts as: Interview invalid",
    );
    expect(await shown(`${page}?state=invalidated`))
      .to.contain(_id)
      .and.to.contain("The wrong person");
  });

  it("say who decided something else meanwhile, keep the reason, and take it back from there", async () => {
    const one = await complete();
    await review(deps, one, "accepted", { by: omar });
    const late = await invalidate(one._id, { reason: "Heard the recording" });
    expect(late.status).to.equal(409);
    expect(late.text)
      .to.contain("Omar Said accepted it on 19 Nov 2026")
      .and.to.contain("Heard the recording");
    expect((await stored(one._id))?.status).to.equal("complete");
    expect((await invalidate(one._id, { seen: "accepted" })).status).to.equal(303);
    const html = await shown(`${page}/${one._id}`);
    expect(html).to.contain("Accepted by Omar Said").and.to.contain("Declared invalid by Ina Berg");
    const accepted = await supervisor.post(`${page}/${one._id}`, { decision: "accepted", seen: "" });
    expect(accepted.status).to.equal(409);
    expect(accepted.text).to.contain("Ina Berg declared it invalid on 19 Nov 2026");
    const other = await complete();
    await review(deps, other, "invalidated", { by: omar });
    const again = await invalidate(other._id, { reason: "Mine too", case: "close", outcome: "refused" });
    expect(again.status).to.equal(409);
    expect(again.text).to.contain("Omar Said declared it invalid").and.to.contain("Mine too");
  });

  it("offer no call in a closed study, and refuse one that is asked for all the same", async () => {
    const { _id } = await complete();
    await studyModel(deps.db).updateOne({ _id: study.studyId }, { $set: { status: "closed" } });
    expect(await shown(`${page}/${_id}`))
      .to.match(/value="reopen" required disabled/)
      .and.to.contain("The study is closed, so nobody is called.");
    const asked = await invalidate(_id, { reason: "The wrong person" });
    expect(asked.status).to.equal(409);
    expect(asked.text).to.contain("A case of a closed study cannot be called again.");
    expect(asked.text).to.contain('value="The wrong person"');
    expect((await invalidate(_id, { case: "close", outcome: "invalidated-final" })).status).to.equal(303);
  });

  it("know no interview that is open, practice, or of another study", async () => {
    const [open = "", practice = "", foreign = ""] = await storeCompletes(deps, study, (n) =>
      n === 0 ? { status: "open" } : n === 1 ? { mode: "practice" } : {},
    );
    for (const id of [open, practice]) expect((await supervisor.get(`${page}/${id}`)).status).to.equal(404);
    const other = await openStudy(deps, { userIds: [supervisor.user._id], cases: 1, firstNumber });
    firstNumber += 1;
    const elsewhere = `/studies/${(await getStudy(deps, other.studyId)).key}/reviews`;
    expect((await supervisor.get(`${elsewhere}/${foreign}`)).status).to.equal(404);
    expect((await supervisor.post(`${elsewhere}/${foreign}`, { decision: "accepted" })).status).to.equal(404);
    const { location } = await supervisor.post(elsewhere, { interviews: [foreign] });
    expect(location).to.contain("accepted=0");
    expect((await stored(foreign))?.review).to.equal(undefined);
  });

  it("read the lists by index in their order, no more than is shown, and count without reading", async () => {
    const states = ["waiting", "accepted", "invalidated"] as const;
    const at = deps.clock.now();
    const ids = Array.from({ length: 30 }, (_, n) => `${study.studyId}-x${n}`);
    await storeCompletes(deps, { ...study, caseIds: ids }, (n) => {
      const decision = states[n % 3];
      return {
        status: decision === "invalidated" ? "invalidated" : "complete",
        ...(decision === "accepted" || decision === "invalidated"
          ? { review: { decision, by: "s", name: "S", at, reason: null, case: null } }
          : {}),
      };
    });
    const work = async <T>(run: () => Promise<T>) => {
      await deps.db.db?.command({ profile: 2 });
      const result = await run();
      await deps.db.db?.command({ profile: 0 });
      const seen = await deps.db
        .collection("system.profile")
        .find({ op: /query|command/ })
        .toArray();
      await deps.db.collection("system.profile").drop();
      return { result, seen: seen.filter(({ ns }) => String(ns).endsWith(".interviews")) };
    };
    for (const state of states)
      for (const by of [undefined, "u1"]) {
        const name = `${state} ${by ?? ""}`;
        const query = { studyId: study.studyId, state, skip: 1, limit: 3 };
        const { result, seen } = await work(() =>
          findForReview(deps, { ...query, ...(by ? { interviewer: by } : {}) }),
        );
        expect(result, name).to.have.length(3);
        expect(seen, name).to.have.length(1);
        expect(seen[0]?.hasSortStage, name).to.equal(undefined);
        expect(seen[0]?.docsExamined, name).to.be.at.most(4);
      }
    const paces = await work(() => latestPaces(deps, study.studyId, 5));
    expect(paces.result).to.have.length(5);
    expect(paces.seen[0]?.docsExamined).to.be.at.most(8);
    const counts = await work(() => countForReview(deps, study.studyId));
    expect(counts.result).to.deep.equal({ waiting: 10, accepted: 10, invalidated: 10 });
    expect(counts.seen.map(({ docsExamined }) => docsExamined)).to.deep.equal([0, 0, 0]);
  });
});
