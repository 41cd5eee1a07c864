import { Collection } from "mongodb";

const writes = [
  "insertOne",
  "insertMany",
  "updateOne",
  "updateMany",
  "findOneAndUpdate",
  "bulkWrite",
] as const;

type Write = (...args: unknown[]) => unknown;

/** The process is gone: nothing after this point was done. */
export class Crash extends Error {}

/** What the driver says when no member of the set can be reached. */
export function unreachable(): Error {
  return Object.assign(new Error("connection refused"), { name: "MongoServerSelectionError" });
}

/** Calls `before` ahead of every write to MongoDB in this process; what it throws comes instead of the write. */
export function beforeEveryWrite(before: () => void): { restore: () => void } {
  const prototype = Collection.prototype as unknown as Record<string, Write>;
  const originals = writes.map((name) => [name, prototype[name] as Write] as const);
  for (const [name, original] of originals)
    prototype[name] = function (this: unknown, ...args: unknown[]) {
      try {
        before();
      } catch (error) {
        return Promise.reject(error);
      }
      return original.apply(this, args);
    };
  return {
    restore: () => {
      for (const [name, original] of originals) prototype[name] = original;
    },
  };
}

/**
 * Runs `work` and lets the process "die" just before its n-th write to MongoDB (counted from 0): that write and
 * all after it fail. True if it died, false if the work needed fewer writes.
 */
export async function crashBeforeWrite(
  n: number,
  work: () => Promise<unknown>,
  failure: () => Error = () => new Crash(`before write ${n}`),
): Promise<boolean> {
  let count = 0;
  let died = false;
  const { restore } = beforeEveryWrite(() => {
    died ||= count++ === n;
    if (died) throw failure();
  });
  try {
    await work();
  } catch (error) {
    if (!died) throw error;
  } finally {
    restore();
  }
  return died;
}
