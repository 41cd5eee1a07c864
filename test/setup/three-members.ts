import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { MongoMemoryReplSet } from "mongodb-memory-server-core";
import { loadConfig } from "../../server/config.ts";
import { findMongod } from "../../server/db/find-mongod.ts";

export interface ThreeMembers {
  uri: string;
  stop(): Promise<void>;
}

/** A real replica set of three on this machine, which elects a new primary as a production set does. */
export async function startThreeMembers(): Promise<ThreeMembers> {
  const systemBinary = await findMongod({ ...loadConfig(), log: () => {} });
  const { stdout } = await promisify(execFile)(systemBinary, ["--version"]);
  const version = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? "";
  const set = await MongoMemoryReplSet.create({
    binary: { systemBinary, version, checkMD5: false },
    replSet: {
      count: 3,
      storageEngine: "wiredTiger",
      configSettings: { electionTimeoutMillis: 2000 },
      args: ["--wiredTigerCacheSizeGB", "0.25"],
    },
  });
  return {
    uri: set.getUri("fieldline"),
    stop: async () => {
      await set.stop({ doCleanup: true, force: true });
    },
  };
}
