import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../server/config.ts";
import { connectDatabase, ensureIndexes } from "../server/db/database.ts";
import type { Deps } from "../server/deps.ts";
import { openHouse, type Say } from "../server/main.ts";

/** One empty database, and how to drop it. */
export interface EmptyHouse {
  deps: Deps;
  close(): Promise<void>;
}

/** A MongoDB in a temporary folder, with as many empty databases as wanted; nobody's data are touched. */
export async function withSimulatedHouse<T>(
  say: Say,
  work: (open: () => Promise<EmptyHouse>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "fieldline-simulate-"));
  const config = loadConfig(process.env, { logLevel: "silent", mongodbUri: null, dataFolder: folder });
  let opened = 0;
  try {
    const house = await openHouse(config, say);
    try {
      return await work(async () => {
        // Nothing has to outlive a crash here.
        const db = await connectDatabase(house.uri, { dbName: `simulated-${++opened}`, quick: true });
        await ensureIndexes(db);
        return {
          deps: { ...house.deps, db },
          close: async () => {
            await db.dropDatabase();
            await db.close();
          },
        };
      });
    } finally {
      await house.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
