import { expect } from "chai";
import { MemoryCollection } from "../../../server/db/memory-collection.ts";
import { openTestDatabase } from "../../setup/test-database.ts";

const at = (day: number) => new Date(Date.UTC(2026, 8, day));

/** A few documents as they occur: lists, members of members, nothing, dates. */
const docs = () => [
  { _id: "a", state: "ready", n: 1, when: at(1), lease: null, tags: ["x", "y"], held: [] },
  { _id: "b", state: "ready", n: 3, when: at(3), lease: { by: "u1", until: at(4) }, tags: [], held: ["i1"] },
  { _id: "c", state: "waiting", n: 2, when: null, lease: { by: "u2", until: at(2) }, tags: ["y"], held: [] },
  { _id: "d", state: "final", n: 2, when: at(2), lease: null, held: ["i1", "i2"] },
];

type Collection = Pick<
  MemoryCollection,
  | "find"
  | "findOne"
  | "countDocuments"
  | "distinct"
  | "aggregate"
  | "insertOne"
  | "insertMany"
  | "updateOne"
  | "updateMany"
  | "findOneAndUpdate"
  | "deleteOne"
  | "deleteMany"
  | "bulkWrite"
>;

/** One thing that Fieldline asks of a collection, and everything that can be seen of it afterwards. */
const acts: [string, (collection: Collection) => Promise<unknown>][] = [
  ["equality and null", (c) => c.find({ state: "ready", lease: null }).toArray()],
  ["nothing there counts as null", (c) => c.find({ tags: null }).toArray()],
  ["an element of a list", (c) => c.find({ tags: "y" }).toArray()],
  [
    "some values",
    (c) =>
      c
        .find({ state: { $in: ["waiting", "final"] } })
        .sort({ _id: -1 })
        .toArray(),
  ],
  [
    "a range of dates leaves out what has none",
    (c) =>
      c
        .find({ when: { $lte: at(2) } })
        .sort({ n: 1 })
        .toArray(),
  ],
  ["a member of a member", (c) => c.find({ "lease.until": { $lt: at(3) } }).toArray()],
  ["all but one", (c) => c.find({ state: { $ne: "ready" }, n: { $gte: 2 } }).toArray()],
  ["either or", (c) => c.find({ $or: [{ n: 1 }, { state: "final" }] }).toArray()],
  ["members only", (c) => c.find({}).project({ n: 1, "lease.by": 1 }).sort({ _id: 1 }).toArray()],
  ["an order by two members, some of them", (c) => c.find({}).sort({ n: -1, _id: 1 }).limit(2).toArray()],
  ["an expression", (c) => c.find({ $expr: { $lt: [{ $size: "$held" }, "$n"] } }).toArray()],
  ["how many", (c) => c.countDocuments({ state: "ready" })],
  ["which values there are", (c) => c.distinct("state", { n: { $gt: 0 } })],
  ["which values of a leading index", (c) => c.distinct("n", { state: "ready" })],
  [
    "a pipeline",
    (c) =>
      c.aggregate([{ $match: { n: { $gt: 1 } } }, { $group: { _id: "$n", sum: { $sum: "$n" } } }]).toArray(),
  ],
  ["a guarded update", (c) => c.findOneAndUpdate({ _id: "a", n: 1 }, { $set: { n: 9 }, $inc: { m: 1 } })],
  [
    "a guarded update that fails",
    (c) => c.findOneAndUpdate({ _id: "a", n: 2 }, { $set: { n: 9 } }, { returnDocument: "after" }),
  ],
  [
    "the document after an update",
    (c) => c.findOneAndUpdate({ _id: "b" }, { $set: { lease: null } }, { returnDocument: "after" }),
  ],
  ["an update that changes nothing", (c) => c.updateOne({ _id: "a" }, { $set: { n: 1 } })],
  [
    "a list that grows, to a length",
    (c) => c.updateOne({ _id: "d" }, { $push: { held: { $each: ["i3"], $slice: -2 } } }),
  ],
  ["a list that shrinks", (c) => c.updateMany({ held: "i1" }, { $pull: { held: "i1" } })],
  ["an element once", (c) => c.updateOne({ _id: "a" }, { $addToSet: { tags: "x" } })],
  ["a member that goes", (c) => c.updateOne({ _id: "b" }, { $unset: { lease: "" } })],
  [
    "a pipeline as update",
    (c) => c.updateMany({ state: "ready" }, [{ $set: { from: "$state", state: "blocked" } }]),
  ],
  [
    "an upsert of something new",
    (c) =>
      c.updateOne({ _id: "e", lease: null }, { $set: { n: 5 }, $setOnInsert: { m: 1 } }, { upsert: true }),
  ],
  [
    "an upsert of something known",
    (c) => c.updateOne({ _id: "a" }, { $set: { n: 5 }, $setOnInsert: { m: 1 } }, { upsert: true }),
  ],
  ["what is undefined is null", (c) => c.insertOne({ _id: "e", n: undefined })],
  ["the same id twice", (c) => c.insertOne({ _id: "a" })],
  ["a unique key twice", (c) => c.updateOne({ _id: "a" }, { $set: { lease: { by: "u1" } } })],
  ["a unique key inserted twice", (c) => c.insertOne({ _id: "e", lease: { by: "u2" } })],
  ["one that goes", (c) => c.deleteOne({ state: "ready", n: 3 })],
  ["several that go", (c) => c.deleteMany({ n: 2 })],
  [
    "several writes at once",
    (c) =>
      c.bulkWrite([
        { updateOne: { filter: { _id: "a", n: 1 }, update: { $set: { n: 7 } } } },
        { updateOne: { filter: { _id: "b", n: 1 }, update: { $set: { n: 7 } } } },
      ]),
  ],
];

const counts = ["matchedCount", "modifiedCount", "upsertedCount", "deletedCount"];

/** Of a driver's report of a write the counts; documents as they are. */
function seen(result: unknown): unknown {
  if (result === null || typeof result !== "object" || Array.isArray(result) || "_id" in result)
    return result;
  const report = result as Record<string, unknown>;
  return Object.fromEntries(counts.filter((name) => report[name]).map((name) => [name, report[name]]));
}

async function outcomeOf(collection: Collection, act: (collection: Collection) => Promise<unknown>) {
  const result = await act(collection).then(seen, (error: { code?: number }) => ({ failed: error.code }));
  return { result, after: await collection.find({}).sort({ _id: 1 }).toArray() };
}

describe("a collection in memory", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.close());

  acts.forEach(([name, act], index) => {
    it(`answers and stores as MongoDB does: ${name}`, async () => {
      const real = database.db.collection(`memory-${index}`);
      await real.createIndex({ state: 1, n: -1 });
      const partial = { "lease.by": { $exists: true } };
      await real.createIndex({ "lease.by": 1 }, { unique: true, partialFilterExpression: partial });
      await real.insertMany(docs() as never[]);
      const memory = new MemoryCollection();
      const plain = { unique: false, sparse: false, partialFilterExpression: null };
      memory.addIndex({ key: { state: 1, n: -1 }, ...plain });
      memory.addIndex({
        ...{ key: { "lease.by": 1 }, unique: true, sparse: false },
        partialFilterExpression: partial,
      });
      await memory.insertMany(docs());
      const expected = await outcomeOf(real as unknown as Collection, act);
      const found = await outcomeOf(memory, act);
      expect(found.after).to.deep.equal(expected.after);
      if (Array.isArray(expected.result)) expect(found.result).to.have.deep.members(expected.result);
      else expect(found.result).to.deep.equal(expected.result);
    });
  });
});
