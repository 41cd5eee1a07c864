import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { sweepInterviews } from "../../../server/interviews/finish-completion.ts";
import { interviewModel } from "../../../server/interviews/interview-model.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import { closedAtEnd } from "../../setup/leftovers.ts";
import { signedInClient, TestClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const program = fileURLToPath(new URL("../../setup/server-process.ts", import.meta.url));

describe("a server killed with SIGKILL", function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let deps: TestDeps;
  let child: ChildProcess;
  let seed = 100;

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
  });
  after(async () => {
    child?.kill("SIGKILL");
    await database?.close();
  });

  async function start(): Promise<string> {
    child = spawn(process.execPath, ["--import", "tsx", program, database.uri, String(++seed)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const started = child;
    closedAtEnd(async () => started.kill("SIGKILL"));
    const [url] = await once(createInterface({ input: started.stdout as NodeJS.ReadableStream }), "line");
    return String(url);
  }

  async function kill(): Promise<void> {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  const stepOf = (html: string) => /id="step"[^>]*data-key="([^"]*)"/.exec(html)?.[1];

  it("goes on at the same question, with nothing lost and nothing twice, and finishes a completion", async () => {
    let url = await start();
    const made = await signedInClient(deps, url, "interviewer");
    await openStudy(deps, { userIds: [made.user._id] });
    let client: TestClient = made;
    const next = await client.post("/work/next");
    await client.post(`${next.location}/dial`, { number: "n1" });
    const opened = await client.post(`${next.location}/contact`, { person: "target" });
    const path = opened.location ?? "";
    const steps: Record<string, string>[] = [
      { key: "intro" },
      { key: "used", code: "2" },
      { key: "happy", code: "7" },
      { key: "trust@mayor", code: "1" },
      { key: "trust@press", press: "special:dk" },
      { key: "moved", code: "24.12.2001" },
      { key: "wish", text: "Trees" },
    ];
    for (const [index, step] of steps.entries()) {
      const form = { fence: "1", seq: String(index + 1), ...step };
      const sent = client.post(`${path}/acts`, form).catch(() => null);
      const dies = { used: "after the reply", "trust@mayor": "under way", wish: "under way" }[step.key ?? ""];
      if (dies !== "under way") await sent;
      if (dies) {
        await kill();
        await sent;
        url = await start();
        client = new TestClient(url);
        await client.signIn(made.user.login, testPassword);
      }
      // The page sends again what had no reply; what is stored already is skipped.
      expect((await client.post(`${path}/acts`, form)).status, step.key).to.equal(303);
      const page = await client.get(path);
      expect(stepOf(page.text), `after ${step.key}`).to.equal(steps[index + 1]?.key ?? "done");
    }
    const ending = client.post(`${path}/acts`, { fence: "1", seq: "8", key: "done" }).catch(() => null);
    await interviewModel(deps.db).findOne({});
    await kill();
    await ending;
    url = await start();
    client = new TestClient(url);
    await client.signIn(made.user.login, testPassword);
    await client.post(`${path}/acts`, { fence: "1", seq: "8", key: "done" });
    deps.clock.advance(31_000);
    await sweepInterviews(deps);
    const stored = await interviewModel(deps.db).findOne({ interviewers: made.user._id }).lean();
    expect(stored).to.include({ status: "complete", outcome: "complete" });
    expect(stored?.finishing).to.equal(undefined);
    expect(stored?.state.answers).to.deep.include({
      used: { v: "2" },
      happy: { v: 7 },
      "trust@mayor": { v: "1" },
      "trust@press": { s: "dk" },
      moved: { v: "2001-12-24" },
      wish: { v: "Trees" },
    });
    const events = await deps.db.collection("answer-events").find({}).sort({ seq: 1 }).toArray();
    expect(events.map((event) => event.seq)).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    expect(await deps.db.collection("interviews").countDocuments({})).to.equal(1);
    expect(await deps.db.collection("attempts").countDocuments({ outcome: "complete" })).to.equal(1);
  });
});
