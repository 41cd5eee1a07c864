import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../server/config.ts";
import { type EmbeddedMongod, startEmbeddedMongod } from "../../server/db/embedded-mongod.ts";
import { closeLeftovers } from "./leftovers.ts";

let mongod: EmbeddedMongod | null = null;
let folder = "";

/** One real mongod for the whole run, found as `npm start` finds it. */
export async function mochaGlobalSetup(): Promise<void> {
  const config = loadConfig();
  folder = await mkdtemp(join(tmpdir(), "fieldline-test-"));
  mongod = await startEmbeddedMongod(folder, { ...config, log: (line) => process.stderr.write(`${line}\n`) });
  process.env.FIELDLINE_TEST_MONGODB = mongod.uri;
}

export async function mochaGlobalTeardown(): Promise<void> {
  await closeLeftovers();
  await mongod?.stop();
  await rm(folder, { recursive: true, force: true });
}
