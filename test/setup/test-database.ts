import { randomBytes } from "node:crypto";
import { connectDatabase, type Database, ensureIndexes } from "../../server/db/database.ts";
import { closedAtEnd } from "./leftovers.ts";

export interface TestDatabase {
  db: Database;
  uri: string;
  /** Drops the database and closes the connection. */
  close(): Promise<void>;
}

/** Address of a fresh database on the run's mongod. */
export function testDatabaseUri(): string {
  const uri = process.env.FIELDLINE_TEST_MONGODB;
  if (!uri) throw new Error("no test MongoDB: run the tests with mocha from the project's folder");
  return uri.replace(/\/fieldline\?/, `/t${randomBytes(6).toString("hex")}?`);
}

/** A database of its own for a test file, with all indexes of the models imported so far. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const uri = testDatabaseUri();
  const db = await connectDatabase(uri);
  await ensureIndexes(db);
  return {
    db,
    uri,
    close: closedAtEnd(async () => {
      await db.dropDatabase().finally(() => db.close());
    }),
  };
}
