import mongoose from "mongoose";
import { registeredModels } from "./define-model.ts";

/** One connection with its own models; a test file and a command each have their own. */
export type Database = mongoose.Connection;

mongoose.set("strictQuery", "throw");
mongoose.set("runValidators", true);
mongoose.set("autoIndex", false);
mongoose.set("autoCreate", false);

/** Of one process. More of them make a burst slower, not faster: 200 claims at once took twice as long with 100. */
const connections = 32;

/**
 * A database that hangs (frozen, or behind a network that drops packets) is given up when its monitor had no answer
 * for this long after the ten seconds between two looks. The driver's own half a minute keeps an interviewer waiting.
 */
const silentMs = 5000;

/**
 * Connects with w: majority; `quick` waits for neither majority nor journal, for data that can be made again until
 * a later majority write has confirmed them. Gives up after `timeoutMs` so that a wrong address is an error, not a hang.
 * `warm` opens all connections ahead, so that a crowd's first second does not pay for a hundred handshakes.
 * Later outages make operations fail after the same time and are retried by the driver when the server is back.
 */
export async function connectDatabase(
  uri: string,
  options: { timeoutMs?: number; dbName?: string; quick?: boolean; warm?: boolean } = {},
): Promise<Database> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: options.timeoutMs ?? 5000,
    connectTimeoutMS: silentMs,
    writeConcern: options.quick ? { w: 1, journal: false } : { w: "majority" },
    maxPoolSize: connections,
    ...(options.warm ? { minPoolSize: connections } : {}),
    ...(options.dbName ? { dbName: options.dbName } : {}),
  });
  return connection.asPromise();
}

/**
 * Creates collections and indexes of every model that was defined; safe to repeat. All at once: each waits for the
 * journal, and they can wait for it together.
 */
export async function ensureIndexes(db: Database): Promise<void> {
  await Promise.all(
    registeredModels(db).map(async (model) => {
      await model.createCollection();
      await model.createIndexes();
    }),
  );
}

/** Answers when the database can take a majority write; throws otherwise. */
export async function pingDatabase(db: Database): Promise<void> {
  const hello = await db.db?.admin().command({ hello: 1 }, { timeoutMS: 2000 });
  if (!hello?.isWritablePrimary) throw new Error("no writable primary");
}
