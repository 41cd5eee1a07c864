import type { Database } from "./database.ts";

/**
 * The mark that a database holds made-up people only. Demo accounts, the one-click sign-in and
 * `--reset-demo` work only where it stands, so that no real field can be opened or dropped by mistake.
 */
interface Mark {
  _id: "demo";
  /** When the demo was complete; null while it is being loaded. */
  loadedAt: Date | null;
}

const marks = (db: Database) => db.collection<Mark>("marks");

/** Puts the mark before the first demo document is written. */
export async function beginDemo(db: Database): Promise<void> {
  await marks(db).updateOne({ _id: "demo" }, { $setOnInsert: { loadedAt: null } }, { upsert: true });
}

export async function finishDemo(db: Database, at: Date): Promise<void> {
  await marks(db).updateOne({ _id: "demo" }, { $set: { loadedAt: at } });
}

/** "none": no demo; "partial": loading was interrupted; "loaded". */
export async function demoState(db: Database): Promise<"none" | "partial" | "loaded"> {
  const mark = await marks(db).findOne({ _id: "demo" });
  if (!mark) return "none";
  return mark.loadedAt ? "loaded" : "partial";
}

/** Has nobody worked here yet? No users and no studies. */
export async function isEmptyDatabase(db: Database): Promise<boolean> {
  const [user, study] = await Promise.all(
    ["users", "studies"].map((name) => db.collection(name).findOne({}, { projection: { _id: 1 } })),
  );
  return !user && !study;
}

/** Empties a database that carries the mark. @returns false, and leaves everything, where it does not. */
export async function dropDemo(db: Database): Promise<boolean> {
  if ((await demoState(db)) === "none") return false;
  await db.dropDatabase();
  return true;
}
