import { randomBytes } from "node:crypto";
import { connectDatabase, type Database, ensureIndexes } from "../../server/db/database.ts";
import { registeredModels } from "../../server/db/define-model.ts";
import { closedAtEnd } from "./leftovers.ts";

export interface TestDatabase {
  db: Database;
  /** For other connections and processes; whoever asks for it gets a database that nobody has after it. */
  readonly uri: string;
  /** Closes the connection; what was written is gone at the next opening. */
  close(): Promise<void>;
}

/** Databases that a test has left: emptying one takes a tenth of the time that its indexes would take to be made again. */
const left: string[] = [];

/** Address of a fresh database on the run's mongod. */
export function testDatabaseUri(): string {
  const uri = process.env.FIELDLINE_TEST_MONGODB;
  if (!uri) throw new Error("no test MongoDB: run the tests with mocha from the project's folder");
  return uri.replace(/\/fieldline\?/, `/t${randomBytes(6).toString("hex")}?`);
}

/** An empty database of its own for a test file, with all indexes of the models imported so far. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const known = left.pop();
  const uri = known ?? testDatabaseUri();
  const db = await connectDatabase(uri);
  if (known) await empty(db);
  await ensureIndexes(db);
  let shared = false;
  return {
    db,
    get uri() {
      shared = true;
      return uri;
    },
    close: closedAtEnd(async () => {
      if (shared) await db.dropDatabase();
      await db.close();
      if (!shared) left.push(uri);
    }),
  };
}

/** Takes the documents out; collections that no model has go as a whole. */
async function empty(db: Database): Promise<void> {
  const ours = new Set(registeredModels(db).map(({ collection }) => collection.name));
  await db.db?.command({ profile: 0 });
  const collections = (await db.db?.collections()) ?? [];
  await Promise.all(
    collections.map((one) => (ours.has(one.collectionName) ? one.deleteMany({}) : one.drop())),
  );
}
