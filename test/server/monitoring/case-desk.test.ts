import { expect } from "chai";
import type { CaseDoc } from "../../../server/cases/case.ts";
import { loadContact } from "../../../server/cases/contact-store.ts";
import { moveCase } from "../../../server/cases/move-case.ts";
import { planDueCases } from "../../../server/cases/plan-due-cases.ts";
import { blockNumber, findBlocked, unblockNumber } from "../../../server/compliance/blocklist.ts";
import { beforeEveryWrite, Crash } from "../../setup/crash-before-write.ts";
import { makeCases, makeFieldStudy } from "../../setup/field-fixture.ts";
import type { SignedInClient } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";
import { startTestServer, type TestServer } from "../../setup/test-server.ts";

describe("a supervisor's look into the cases", () => {
  let database: TestDatabase;
  let deps: TestDeps;
  let server: TestServer;
  let supervisor: SignedInClient;
  let ids: string[];
  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    server = await startTestServer(deps);
    supervisor = await server.client("supervisor");
    const { user } = supervisor;
    await makeFieldStudy(deps, {
      id: "city",
      users: [{ id: user._id, name: user.name, languages: [], skills: [] }],
    });
    const now = deps.clock.now().getTime();
    const lease = (by: string, seconds: number): CaseDoc["lease"] => ({
      by,
      name: "Ayla Demir",
      until: new Date(now + seconds * 1000),
      since: new Date(now),
      from: "ready",
    });
    ids = await makeCases(deps, "city", 60, (n) =>
      n === 1
        ? { state: "leased", lease: lease("a", 60), fence: 4 }
        : n === 2
          ? { state: "interview", lease: lease("b", 60) }
          : n === 3
            ? { state: "interview", lease: lease("c", -60) }
            : n === 4
              ? { state: "hold-supervisor", why: { code: "lost-channel", params: {} } }
              : n === 6
                ? { state: "rest" }
                : n === 5
                  ? { state: "final", disposition: "1.1", finalOutcome: "complete" }
                  : {},
    );
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const find = (id: string) => deps.db.collection<CaseDoc>("cases").findOne({ _id: id });
  const release = (n: number, reason = "Screen froze") =>
    supervisor.post(`/studies/city/cases/${ids[n]}/release`, { reason });

  it("lists cases with their state, why they are there and who has them", async () => {
    const held = (await supervisor.get("/studies/city/cases?state=hold-supervisor")).text;
    expect(held).to.contain("T-city-4").and.to.contain("contact with the interviewer&#x27;s screen was lost");
    expect(held).not.to.contain("T-city-5");
    expect((await supervisor.get("/studies/city/cases?state=leased")).text).to.contain("Ayla Demir");
    expect((await supervisor.get("/studies/city/cases")).text).to.contain("&amp;page=2");
    expect((await supervisor.get("/studies/city/cases?state=suspended")).text).to.contain(
      "No case is in this state",
    );
  });

  it("finds a case by reference, by number in any writing and by a name", async () => {
    const digits = (await supervisor.get(`/studies/city/cases/${ids[7]}`)).text.match(/\+49\d+/)?.[0] ?? "";
    const national = `0${digits.slice(3, 5)} / ${digits.slice(5)}`;
    for (const text of ["T-city-7", digits, national, "K7"]) {
      const page = await supervisor.get(`/studies/city/cases?q=${encodeURIComponent(text)}`);
      expect(page.text, text).to.contain(`/cases/${ids[7]}"`).and.to.contain("1 case found");
    }
    expect((await supervisor.get("/studies/city/cases?q=muster")).text).to.contain("T-city-8");
    expect((await supervisor.get("/studies/city/cases?q=nobody")).text).to.contain("Nothing was found");
  });

  it("notes that she searched, not for whom", async () => {
    await supervisor.get("/studies/city/cases?q=muster");
    const entry = await deps.db.collection("audit").findOne({ act: "case.search" });
    expect(entry).to.include({ by: supervisor.user._id, studyId: "city" });
    expect(JSON.stringify(entry)).not.to.contain("muster");
  });

  it("releases a stuck case with a reason; whoever had it is out by the fence", async () => {
    expect((await release(1)).status).to.equal(303);
    expect(await find(ids[1] ?? "")).to.deep.include({ state: "ready", lease: null, fence: 5 });
    expect((await supervisor.get(`/studies/city/cases/${ids[1]}`)).text).to.contain("Screen froze");
    for (const n of [3, 4]) expect((await release(n)).status, String(n)).to.equal(303);
    const entry = await deps.db.collection("audit").findOne({ act: "case.release", on: ids[1] ?? "" });
    expect(entry).to.deep.include({ reason: "Screen froze", by: supervisor.user._id });
  });

  it("never takes a case from a live call, nor opens a closed one", async () => {
    for (const n of [2, 5]) {
      const before = await find(ids[n] ?? "");
      expect((await release(n)).status).to.equal(409);
      expect(await find(ids[n] ?? "")).to.deep.equal(before);
    }
  });

  it("asks for the reason at its field", async () => {
    const refused = await release(6, "  ");
    expect(refused.status).to.equal(422);
    expect(refused.text).to.contain('id="reason-error"');
  });

  it("moves a case with a reason, to an outcome of the study when it ends, but never to a complete", async () => {
    const move = (to: string, moveReason: string) =>
      supervisor.post(`/studies/city/cases/${ids[9]}/move`, { to, moveReason });
    const silent = await move("held", " ");
    expect(silent.status).to.equal(422);
    expect(silent.text).to.contain('id="moveReason-error"').and.contain('value="held" selected');
    for (const to of ["final:complete", "leased", ""])
      expect((await move(to, "why")).status, to).to.equal(422);
    expect((await move("final:refused", "He wrote a letter")).status).to.equal(303);
    expect(await find(ids[9] ?? "")).to.include({ state: "final", disposition: "2.112" });
    const page = (await supervisor.get(`/studies/city/cases/${ids[9]}?done=moved`)).text;
    expect(page).to.contain("The case was moved.").and.contain("He wrote a letter");
    const entry = await deps.db.collection("audit").findOne({ act: "case.move", on: ids[9] ?? "" });
    expect(entry).to.deep.include({ reason: "He wrote a letter", by: supervisor.user._id });
    expect((await move("ready", "He called: he wants to")).status).to.equal(303);
    expect(await find(ids[9] ?? "")).to.include({ state: "ready", disposition: null });
    expect(
      (await supervisor.post(`/studies/city/cases/${ids[2]}/move`, { to: "ready", moveReason: "x" })).status,
    ).to.equal(409);
  });

  it("blocks every number of a case that she ends as never to be called again, for the whole house", async () => {
    const id = ids[12] ?? "";
    const form = { to: "final:never-again", moveReason: "A letter from Mr Muster" };
    const page = (await supervisor.get(`/studies/city/cases/${id}`)).text;
    expect(page).to.contain("ended: Never call again (blocks its numbers)");
    for (let sent = 0; sent < 2; sent++)
      expect((await supervisor.post(`/studies/city/cases/${id}/move`, form)).status).to.equal(303);
    const item = await find(id);
    expect(item).to.include({ state: "final", disposition: "2.112", finalOutcome: "never-again" });
    expect(item?.numbers.map(({ state }) => state)).to.deep.equal(["blocked"]);
    const e164 = (await loadContact(deps, id))?.numbers[0]?.e164 ?? "";
    const hash = deps.vault.blocklistHash(e164);
    expect(await deps.db.collection("blocklist").find({ hash }).toArray()).to.have.length(1);
    const elsewhere = { studyId: "another", client: "Another client" };
    expect((await findBlocked(deps, [hash], elsewhere)).get(hash)?.reason).to.equal("never-again");
    expect((await supervisor.get(`/studies/city/cases/${id}`)).text).to.contain("Never call again <span");
  });

  it("shows that a number was blocked, before any claim finds it out", async () => {
    const id = ids[9] ?? "";
    const shown = async () => (await supervisor.get(`/studies/city/cases/${id}`)).text;
    expect(await shown()).to.contain("can be called, ");
    const e164 = (await loadContact(deps, id))?.numbers[0]?.e164 ?? "";
    const block = { hash: deps.vault.blocklistHash(e164), scope: "institute", scopeId: "" } as const;
    await blockNumber(deps, { ...block, reason: "a letter", by: "x" });
    expect(await shown())
      .to.contain("blocked, ")
      .and.to.not.contain("can be called, ");
    await unblockNumber(deps, `institute::${block.hash}`);
  });

  it("never leaves a case ended so with a number that is not blocked, whichever write the house fails at", async () => {
    const id = ids[13] ?? "";
    const hash = deps.vault.blocklistHash((await loadContact(deps, id))?.numbers[0]?.e164 ?? "");
    const end = () =>
      moveCase(deps, {
        ...{ caseId: id, to: "final", disposition: "2.112", outcome: "never-again", reason: "A letter" },
        by: { id: supervisor.user._id },
      });
    const state = async () => [
      (await find(id))?.state,
      await deps.db.collection("blocklist").countDocuments({ hash }),
    ];
    const seen: unknown[] = [];
    for (const fails of [0, 1]) {
      let writes = 0;
      const writing = beforeEveryWrite(() => {
        if (writes++ === fails) throw new Crash();
      });
      await end().then(
        () => seen.push("no crash"),
        async () => seen.push(await state()),
      );
      writing.restore();
    }
    expect(seen).to.deep.equal([
      ["ready", 0],
      ["ready", 1],
    ]);
    await end();
    expect(await state()).to.deep.equal(["final", 1]);
  });

  it("lets a case wait until a time of the respondent, moved into the calling hours, and says so", async () => {
    const id = ids[8] ?? "";
    const wait = (moveDay: string, moveTime: string) =>
      supervisor.post(`/studies/city/cases/${id}/move`, {
        ...{ to: "waiting", moveReason: "On holiday until then", moveDay, moveTime },
      });
    for (const [day, time, words] of [
      ["2026-02-30", "18:00", "Choose a day"],
      ["2026-11-25", "25:00", "Type a time"],
      ["2026-11-01", "18:00", "over already"],
      ["9999-11-01", "18:00", "more than a year"],
    ] as const) {
      const refused = await wait(day, time);
      expect(refused.status, day).to.equal(422);
      expect(refused.text)
        .to.contain(words)
        .and.to.contain(`value="${day}"`)
        .and.to.contain(`value="${time}"`);
      expect(refused.text).to.contain('value="waiting" selected').and.to.contain("On holiday until then");
    }
    const exact = await wait("2026-11-25", "18:30");
    expect(exact.location).to.equal(`/studies/city/cases/${id}?done=waits`);
    expect(await find(id)).to.deep.include({
      state: "waiting",
      windowFrom: new Date("2026-11-25T17:30:00Z"),
    });
    const page = (await supervisor.get(exact.location ?? "")).text;
    expect(page)
      .to.contain("The case waits until 25 Nov 2026, 18:30")
      .and.to.contain("On holiday until then");
    const night = await wait("2026-11-25", "23:30");
    expect(night.location).to.contain("done=waitsShifted");
    expect((await supervisor.get(night.location ?? "")).text).to.contain("26 Nov 2026, 09:00");
    // The planner opens it then; a new policy moves nothing that a supervisor has said.
    deps.clock.set("2026-11-26T08:00:30Z");
    await planDueCases(deps);
    expect((await find(id))?.state).to.equal("ready");
    deps.clock.set("2026-11-19T17:00:00Z");
  });

  it("shows no case of another study, and none to a researcher", async () => {
    await makeFieldStudy(deps, { id: "other", users: [] });
    await makeCases(deps, "other", 1);
    expect((await supervisor.get("/studies/city/cases/other-c0")).status).to.equal(404);
    expect((await supervisor.get("/studies/other/cases")).status).to.equal(404);
    const researcher = await server.client("researcher");
    expect((await researcher.get("/studies/city/cases")).status).to.equal(403);
  });

  it("sees the field: states, outcomes and rates", async () => {
    const page = (await supervisor.get("/studies/city/field")).text;
    expect(page).to.contain("60 cases").and.to.contain("RR3").and.to.contain("Nobody was called yet");
  });
});
