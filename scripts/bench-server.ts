/**
 * The server under measurement: a process of its own, so that its CPU time is its own. Started by `bench steps`
 * with an IPC channel; it never opens anybody's data, its database lies in a temporary folder.
 */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createApp } from "../server/app.ts";
import { shippedPolicy } from "../server/calling/shipped-policy.ts";
import { importSample } from "../server/cases/import-sample.ts";
import { loadConfig } from "../server/config.ts";
import type { Deps } from "../server/deps.ts";
import { closeServer, listen, openHouse } from "../server/main.ts";
import { demoSample } from "../server/studies/demo-sample.ts";
import { createStudy, publishVersion, setStudyStatus } from "../server/studies/studies.ts";
import { addUser } from "../server/users/users.ts";
import { benchQuestionnaire } from "./bench-engine.ts";

export interface BenchServerReady {
  port: number;
  logins: string[];
  password: string;
}

const password = "measured-with-care";

async function addField(deps: Deps, interviewers: number, questions: number): Promise<string[]> {
  const logins = Array.from({ length: interviewers }, (_, index) => `bench-${index + 1}`);
  const team: string[] = [];
  for (const login of logins) {
    const languages = ["en", "de"];
    const user = await addUser(
      deps,
      { login, name: login, password, roles: ["interviewer"], languages },
      "bench",
    );
    team.push(user._id);
  }
  const { _id: studyId } = await createStudy(
    deps,
    {
      key: "bench",
      name: "Bench",
      client: { name: "Nobody" },
      institute: { name: "Nobody", phone: "030 23125 000" },
      languages: ["en"],
      policy: shippedPolicy("demo") as unknown as Record<string, unknown>,
      telephony: "simulated",
      team,
    },
    "bench",
  );
  await publishVersion(deps, { studyId, definition: benchQuestionnaire(questions), by: "bench" });
  const csv = demoSample("opinion-poll", 1500, deps.random, deps.clock.now());
  const report = await importSample(deps, {
    studyId,
    stream: Readable.from([Buffer.from(csv.replace("frame;", "city;"))]),
    mapping: { country: "DE", defaultLanguage: "en", phones: ["phone"] },
    dryRun: false,
    by: "bench",
  });
  if (!report.imported)
    throw new Error(`no sample: ${JSON.stringify(report.faults[0] ?? report.missingColumns)}`);
  await setStudyStatus(deps, { studyId, to: "open", by: "bench", cases: report.cases });
  return logins;
}

/** Serves until the parent says stop or goes away. */
async function serveBench(interviewers: number, questions: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fieldline-bench-"));
  const config = loadConfig(process.env, { logLevel: "info", mongodbUri: null, dataFolder: folder });
  const house = await openHouse(config, () => {});
  const logins = await addField(house.deps, interviewers, questions);
  const app = createApp(house.deps, { sessionSecret: house.sessionSecret });
  const server = await listen(app, "127.0.0.1", 0);
  const stop = async () => {
    await closeServer(server, 0);
    await house.close();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.on("message", (message) => {
    if (message === "cpu") {
      const { user, system } = process.cpuUsage();
      process.send?.({ cpuMs: (user + system) / 1000 });
    } else if (message === "stop") void stop();
  });
  process.on("disconnect", () => void stop());
  const ready: BenchServerReady = { port: (server.address() as AddressInfo).port, logins, password };
  process.send?.({ ready });
}

const [interviewers, questions] = process.argv.slice(2).map(Number);
serveBench(interviewers ?? 1, questions ?? 30).catch((error: Error) => {
  process.send?.({ failed: error.message });
  process.exitCode = 1;
});
