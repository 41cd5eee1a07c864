import type { Deps } from "../deps.ts";
import { type NumberBookDoc, numberBookModel } from "./number-book-model.ts";

/** Dials that a number's entry remembers; more than any cap looks back. */
const remembered = 100;

export async function readNumberBook(deps: Deps, hash: string): Promise<NumberBookDoc | null> {
  return (await numberBookModel(deps.db).collection.findOne({
    _id: hash as never,
  })) as unknown as NumberBookDoc | null;
}

/**
 * Takes the number for one attempt and counts the dial, provided that the entry is still as it was read
 * (`revision`; null: there was none). Repeating for the same attempt is safe. false: somebody else was quicker.
 */
export async function takeNumber(
  deps: Deps,
  request: { hash: string; seen: NumberBookDoc | null; attemptId: string; studyId: string },
): Promise<boolean> {
  const { hash, seen, attemptId, studyId } = request;
  if (seen?.lock?.attemptId === attemptId) return true;
  const at = deps.clock.now();
  const book = numberBookModel(deps.db).collection;
  const lock = { attemptId, at };
  const dial = { attemptId, studyId, at };
  if (!seen) {
    try {
      await book.insertOne({
        _id: hash as never,
        lock,
        dials: [dial],
        restUntil: null,
        restReason: null,
        revision: 1,
      });
      return true;
    } catch (error) {
      if ((error as { code?: number }).code === 11000) return false;
      throw error;
    }
  }
  const done = await book.updateOne({ _id: hash as never, revision: seen.revision }, {
    $set: { lock },
    $push: { dials: { $each: [dial], $slice: -remembered } },
    $inc: { revision: 1 },
  } as never);
  return done.modifiedCount === 1;
}

/**
 * Frees the number after its attempt and notes a rest over all studies, in one write that is guarded by the lock, so
 * repeating changes nothing. A rest that lasts longer stays as it is: nothing shortens what somebody was promised.
 */
export async function freeNumber(
  deps: Deps,
  request: { hash: string; attemptId: string; rest?: { until: Date; reason: string } },
): Promise<void> {
  const { hash, attemptId, rest } = request;
  const book = numberBookModel(deps.db).collection;
  const free = async (guard: object, noted: object) => {
    const filter = { _id: hash as never, "lock.attemptId": attemptId, ...guard };
    const change = { $set: { lock: null, ...noted }, $inc: { revision: 1 } } as never;
    return (await book.updateOne(filter, change)).matchedCount === 1;
  };
  if (rest) {
    const noted = { restUntil: rest.until, restReason: rest.reason, restBy: attemptId };
    for (const shorter of [null, { $lt: rest.until }]) if (await free({ restUntil: shorter }, noted)) return;
  }
  await free({}, {});
}

/** Notes what a dial met; the latest counts, so repeating or coming late changes nothing. */
export async function noteOnNumber(
  deps: Deps,
  hash: string,
  met: { lastSilentAt?: Date; lastMachineAt?: Date },
): Promise<void> {
  await numberBookModel(deps.db).collection.updateOne({ _id: hash as never }, {
    $max: met,
    $inc: { revision: 1 },
  } as never);
}

/** Locks a number for a call that came in: nobody dials it meanwhile. A lock that is there stays; no dial counts. */
export async function lockNumber(deps: Deps, request: { hash: string; attemptId: string }): Promise<void> {
  const { hash, attemptId } = request;
  const book = numberBookModel(deps.db).collection;
  try {
    await book.updateOne(
      { _id: hash as never, lock: null },
      {
        $set: { lock: { attemptId, at: deps.clock.now() } },
        $inc: { revision: 1 },
        $setOnInsert: { dials: [], restUntil: null, restReason: null },
      },
      { upsert: true },
    );
  } catch (error) {
    // The entry is there and locked already.
    if ((error as { code?: number }).code !== 11000) throw error;
  }
}
