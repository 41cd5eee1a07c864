import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { MongoClient } from "mongodb";
import { MongoMemoryServer } from "mongodb-memory-server-core";
import { findMongod, type MongodSearch } from "./find-mongod.ts";
import { DataFolderInUse, holderOfFolder, lockFolder, unlockFolder } from "./folder-lock.ts";

export interface EmbeddedMongod {
  uri: string;
  /** Stops the server; the data stay. */
  stop(): Promise<void>;
}

function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}

/** The replica set remembers host and port, so the port is kept with the data. */
async function keptPort(folder: string): Promise<number> {
  const file = join(folder, "port");
  const kept = Number(await readFile(file, "utf8").catch(() => "0"));
  if (kept > 0) {
    // After a crash its mongod needs some seconds to notice that it is alone and to end.
    for (let waited = 0; waited < 10_000; waited += 250) {
      const port = await freePort(kept).catch(() => null);
      if (port) return port;
      await setTimeout(250);
    }
    throw new DataFolderInUse(
      `Port ${kept}, which the database in ${folder} uses, is taken. Stop the program that uses it, then start again.`,
    );
  }
  const port = await freePort(0);
  await writeFile(file, String(port));
  return port;
}

/** The library warns when the binary is of another version than it expects, so it is told which one this is. */
async function versionOf(mongod: string): Promise<string> {
  const { stdout } = await promisify(execFile)(mongod, ["--version"]);
  const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (!version) throw new Error(`${mongod} --version does not tell its version`);
  return version;
}

/** Makes the replica set of one on the first start, and waits until it takes writes. */
async function becomePrimary(port: number): Promise<void> {
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  try {
    const admin = client.db("admin");
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await admin
      .command({ replSetInitiate: { _id: "rs0", members } })
      .catch((error: { codeName?: string }) => {
        if (error.codeName !== "AlreadyInitialized") throw error;
      });
    const deadline = Date.now() + 60_000;
    while (!(await admin.command({ hello: 1 })).isWritablePrimary) {
      if (Date.now() > deadline) throw new Error("MongoDB started but took no writes within a minute");
      await setTimeout(50);
    }
  } finally {
    await client.close();
  }
}

/** One mongod on its folder and port, ready for writes. */
async function launch(where: {
  systemBinary: string;
  version: string;
  dbPath: string;
  port: number;
}): Promise<MongoMemoryServer> {
  const { systemBinary, version, dbPath, port } = where;
  const server = await MongoMemoryServer.create({
    binary: { systemBinary, version, checkMD5: false },
    // A process group of its own: Ctrl+C in a terminal reaches the server only, which then stops its database last.
    spawn: { detached: true },
    // Without portGeneration: false another port is chosen in silence, and no primary would ever appear.
    instance: {
      dbPath,
      port,
      portGeneration: false,
      ip: "127.0.0.1",
      replSet: "rs0",
      storageEngine: "wiredTiger",
      launchTimeout: 60_000,
    },
  });
  await becomePrimary(port);
  return server;
}

/** Starts the database again when it ends unasked (killed, out of memory): pages wait meanwhile, data stay. */
async function keepRunning(start: () => Promise<MongoMemoryServer>, log: MongodSearch["log"]) {
  let stopping = false;
  let server = await start();
  const again = async () => {
    for (let round = 0; !stopping && round < 5; round++) {
      log("MongoDB ended unexpectedly, starting it again");
      try {
        server = await start();
        watch();
        return;
      } catch (error) {
        log(`MongoDB did not start: ${(error as Error).message}`);
        await setTimeout(2000);
      }
    }
    if (!stopping)
      log("MongoDB cannot be started again: stop Fieldline, look at its data folder, start anew");
  };
  const watch = () =>
    server.instanceInfo?.instance.mongodProcess?.once("exit", () => {
      if (!stopping) void again();
    });
  watch();
  return {
    stop: async () => {
      stopping = true;
      await server.stop({ doCleanup: false });
    },
  };
}

const uriAt = (port: number) => `mongodb://127.0.0.1:${port}/fieldline?replicaSet=rs0`;

/** Address of the mongod that a living process runs on this folder, for commands beside a server; null when none does. */
export async function runningMongod(folder: string): Promise<string | null> {
  const port = Number(await readFile(join(folder, "port"), "utf8").catch(() => ""));
  return port && (await holderOfFolder(folder)) ? uriAt(port) : null;
}

/**
 * Starts a real mongod as a replica set of one on 127.0.0.1 with its data in `folder/db`.
 * @throws DataFolderInUse, MongodNotFound
 */
export async function startEmbeddedMongod(folder: string, search: MongodSearch): Promise<EmbeddedMongod> {
  const dbPath = join(folder, "db");
  await mkdir(dbPath, { recursive: true });
  await lockFolder(folder);
  try {
    const systemBinary = await findMongod(search);
    const port = await keptPort(folder);
    search.log(`starting MongoDB on 127.0.0.1:${port}, data in ${dbPath}`);
    const version = await versionOf(systemBinary);
    const running = await keepRunning(() => launch({ systemBinary, version, dbPath, port }), search.log);
    return {
      uri: uriAt(port),
      stop: async () => {
        await running.stop();
        await unlockFolder(folder);
      },
    };
  } catch (error) {
    await unlockFolder(folder);
    throw error;
  }
}
