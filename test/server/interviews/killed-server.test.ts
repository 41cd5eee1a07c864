import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { sweepInterviews } from "../../../server/interviews/finish-completion.ts";
import { type InterviewDoc, interviewModel } from "../../../server/interviews/interview-model.ts";
import { openStudy } from "../../setup/interview-fixture.ts";
import { closedAtEnd } from "../../setup/leftovers.ts";
import { signedInClient, TestClient, testPassword } from "../../setup/test-client.ts";
import { openTestDatabase, type TestDatabase } from "../../setup/test-database.ts";
import { type TestDeps, testDeps } from "../../setup/test-deps.ts";

const program = fileURLToPath(new URL("../../setup/server-process.ts", import.meta.url));

/** A whole interview of the fixture "short-call", form by form. */
const steps: Record<string, string>[] = [
  { key: "intro" },
  { key: "used", code: "2" },
  { key: "happy", code: "7" },
  { key: "trust@mayor", code: "1" },
  { key: "trust@press", press: "special:dk" },
  { key: "moved", code: "24.12.2001" },
  { key: "wish", text: "Trees" },
  { key: "done" },
];
const form = (index: number) => ({ fence: "1", seq: String(index + 1), ...steps[index] });

describe("a server killed with SIGKILL", function () {
  this.timeout(180_000);
  let database: TestDatabase;
  let deps: TestDeps;
  let child: ChildProcess;
  let lines: Interface;
  let seed = 100;
  let login: string;
  let userId: string;
  let client: TestClient;

  async function start(): Promise<string> {
    child = spawn(process.execPath, ["--import", "tsx", program, database.uri, String(++seed)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const started = child;
    closedAtEnd(async () => started.kill("SIGKILL"));
    lines = createInterface({ input: started.stdout as NodeJS.ReadableStream });
    const [url] = await once(lines, "line");
    return String(url);
  }

  before(async () => {
    database = await openTestDatabase();
    deps = testDeps(database.db);
    const made = await signedInClient(deps, await start(), "interviewer");
    client = made;
    login = made.user.login;
    userId = made.user._id;
    await openStudy(deps, { userIds: [userId], cases: 40 });
  });
  after(async () => {
    child?.kill("SIGKILL");
    await database?.close();
  });

  async function arm(n: number | "never"): Promise<void> {
    const ready = once(lines, "line");
    child.stdin?.write(`${n}\n`);
    await ready;
  }

  /** Sends a form to a server that dies before its n-th write; true if it did, and then a new one is there. */
  async function sendAndKill(n: number, path: string, fields: Record<string, string>): Promise<boolean> {
    await client.token();
    const gone = once(child, "exit").then(() => true);
    await arm(n);
    const died = await client.post(path, fields).then(
      () => false,
      () => gone,
    );
    if (!died) {
      await arm("never");
      return false;
    }
    client = new TestClient(await start());
    await client.signIn(login, testPassword);
    return true;
  }

  async function onTheLine(): Promise<string> {
    const next = await client.post("/work/next");
    await client.post(`${next.location}/dial`, { number: "n1" });
    const opened = await client.post(`${next.location}/contact`, { person: "target" });
    return opened.location ?? "";
  }

  const interviewAt = async (path: string) =>
    (await interviewModel(deps.db)
      .findOne({ _id: path.split("/").at(-1) ?? "" })
      .lean()) as InterviewDoc;

  /** Numbers of all its events, copied or still pending; a copy that is pending too counts once. */
  async function events({ _id, pending }: InterviewDoc): Promise<number[]> {
    const copied = await deps.db.collection("answer-events").find({ interviewId: _id }).toArray();
    const seqs = [...copied.map((event) => Number(event.seq)), ...pending.map((event) => event.seq)];
    return [...new Set(seqs)].sort((one, other) => one - other);
  }

  const stepOf = (html: string) => /id="step"[^>]*data-key="([^"]*)"/.exec(html)?.[1];
  const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

  it("before any write of a step, goes on there: the form sent again is stored once, the next question comes", async () => {
    const path = await onTheLine();
    let kills = 0;
    for (let index = 0; index < steps.length - 1; index++) {
      if (await sendAndKill(index % 2, `${path}/acts`, form(index))) kills++;
      // The page sends again what had no reply; what is stored already is skipped.
      expect((await client.post(`${path}/acts`, form(index))).status, steps[index]?.key).to.equal(303);
      const page = await client.get(path);
      expect(stepOf(page.text), `after ${steps[index]?.key}`).to.equal(steps[index + 1]?.key);
      expect(await events(await interviewAt(path))).to.deep.equal(upTo(index + 1));
    }
    expect(kills)
      .to.be.greaterThan(0)
      .and.below(steps.length - 1);
    await client.post(`${path}/acts`, form(7));
    expect((await interviewAt(path)).state.answers).to.deep.include({
      used: { v: "2" },
      happy: { v: 7 },
      "trust@mayor": { v: "1" },
      "trust@press": { s: "dk" },
      moved: { v: "2001-12-24" },
      wish: { v: "Trees" },
    });
  });

  it("before any write of a completion, finishes it once: interview, attempt, case and events", async () => {
    let died = true;
    for (let n = 0; died; n++) {
      const path = await onTheLine();
      for (const index of steps.keys())
        if (index < steps.length - 1) await client.post(`${path}/acts`, form(index));
      died = await sendAndKill(n, `${path}/acts`, form(7));
      if (died) await client.post(`${path}/acts`, form(7));
      deps.clock.advance(31_000);
      await sweepInterviews(deps);
      const interview = await interviewAt(path);
      const where = `killed before write ${n}`;
      expect(interview, where).to.include({ status: "complete", outcome: "complete" });
      expect(interview.finishing, where).to.equal(undefined);
      expect(await events(interview), where).to.deep.equal(upTo(7));
      const { caseId } = interview;
      const item = await deps.db.collection("cases").findOne({ _id: caseId as never });
      expect(item, where).to.include({ state: "final", disposition: "1.1", attempts: 1 });
      const attempts = await deps.db.collection("attempts").find({ caseId }).toArray();
      expect(attempts, where).to.have.length(1);
      expect(attempts[0], where).to.include({ outcome: "complete", interviewId: interview._id });
    }
  });
});
