import { aggregate, Query, updateOne } from "mingo";
import { Context } from "mingo/core";
import * as queryOperators from "mingo/operators/query";
import { $addToSet, $inc, $max, $min, $pull, $push, $set, $unset } from "mingo/operators/update";
import { Query as LightQuery } from "mingo/query";
import { MongoServerError } from "mongodb";
import { type Doc, type IndexSpec, isAsked, keysOf, MemoryIndex, valueAt } from "./memory-index.ts";

type Filter = Record<string, unknown>;
type Update = Record<string, Record<string, unknown>> | Record<string, unknown>[];
type Sort = Record<string, unknown>;

interface FindOptions {
  projection?: Record<string, unknown>;
  sort?: Sort;
  limit?: number;
  skip?: number;
}

interface UpdateOptions extends Pick<FindOptions, "projection" | "sort"> {
  upsert?: boolean;
  returnDocument?: "before" | "after";
  includeResultMetadata?: boolean;
}

/**
 * The part of a driver's collection that Fieldline uses, on documents in memory. Queries, updates and pipelines are
 * carried out by mingo; here are the identity of documents, indexes with their unique keys, upserts and cursors.
 * Documents are copied on their way in and out.
 */
export class MemoryCollection {
  private readonly docs = new Map<unknown, Doc>();
  private readonly indexes: MemoryIndex[] = [];

  /** While there are no documents yet. */
  addIndex(spec: IndexSpec): void {
    this.indexes.push(new MemoryIndex(spec));
  }

  find(filter: Filter = {}, options: FindOptions = {}): MemoryCursor {
    return new MemoryCursor((asked) => this.select(filter, asked), options);
  }

  async findOne(filter: Filter, options: FindOptions = {}): Promise<Doc | null> {
    return this.select(filter, { ...options, limit: 1 })[0] ?? null;
  }

  async countDocuments(filter: Filter = {}): Promise<number> {
    return this.matching(filter).length;
  }

  async distinct(field: string, filter: Filter = {}): Promise<unknown[]> {
    const indexed = this.bestIndex(filter)?.valuesAfter(filter, field);
    if (indexed) return indexed.sort(compare);
    const found = new Set(this.matching(filter).flatMap((doc) => valueAt(doc, field) ?? []));
    return [...found].sort(compare);
  }

  aggregate(pipeline: Record<string, unknown>[]): MemoryCursor {
    const [first, ...rest] = pipeline;
    const match = first?.$match as Filter | undefined;
    return new MemoryCursor(
      () => aggregate(this.matching(match ?? {}), match ? rest : pipeline).map((row) => copy(row) as Doc),
      {},
    );
  }

  async insertOne(doc: Doc) {
    this.insert(copy(doc) as Doc);
    return { acknowledged: true, insertedId: doc._id };
  }

  async insertMany(docs: readonly Doc[]) {
    for (const doc of docs) this.insert(copy(doc) as Doc);
    return { acknowledged: true, insertedCount: docs.length };
  }

  async updateOne(filter: Filter, update: Update, options: UpdateOptions = {}) {
    const { before, modified, upserted } = this.change(filter, update, options);
    return {
      ...{ acknowledged: true, matchedCount: before ? 1 : 0, modifiedCount: modified ? 1 : 0 },
      ...{ upsertedCount: upserted ? 1 : 0, upsertedId: upserted?._id ?? null },
    };
  }

  async updateMany(filter: Filter, update: Update) {
    const matched = this.matching(filter);
    let modifiedCount = 0;
    for (const doc of matched) if (this.update(doc, update)) modifiedCount++;
    return { acknowledged: true, matchedCount: matched.length, modifiedCount, upsertedCount: 0 };
  }

  async findOneAndUpdate(filter: Filter, update: Update, options: UpdateOptions = {}) {
    const { before, after, upserted } = this.change(filter, update, options);
    const found = options.returnDocument === "after" ? (after ?? upserted) : before;
    const value = found ? project(found, options.projection) : null;
    return options.includeResultMetadata ? { value, ok: 1 } : value;
  }

  async deleteOne(filter: Filter) {
    return this.delete(this.matching(filter).slice(0, 1));
  }

  async deleteMany(filter: Filter) {
    return this.delete(this.matching(filter));
  }

  async bulkWrite(writes: { updateOne: { filter: Filter; update: Update; upsert?: boolean } }[]) {
    const total = { matchedCount: 0, modifiedCount: 0, upsertedCount: 0 };
    for (const { updateOne: one } of writes) {
      const done = await this.updateOne(one.filter, one.update, one);
      for (const name of ["matchedCount", "modifiedCount", "upsertedCount"] as const)
        total[name] += done[name];
    }
    return total;
  }

  private select(filter: Filter, { projection, sort, limit, skip = 0 }: FindOptions): Doc[] {
    const found = this.matching(filter);
    return (sort ? sorted(found, sort) : found)
      .slice(skip, limit ? skip + limit : undefined)
      .map((doc) => project(doc, projection));
  }

  private matching(filter: Filter): Doc[] {
    const names = Object.keys(filter);
    if (names.length === 0) return [...this.docs.values()];
    const candidates = this.candidates(filter);
    if (names.length === 1 && names[0] === "_id") return candidates;
    return this.bestIndex(filter)?.covers(filter) ? candidates : candidates.filter(testOf(filter));
  }

  private bestIndex(filter: Filter): MemoryIndex | null {
    let best: { index: MemoryIndex; fields: number } | null = null;
    for (const index of this.indexes) {
      const fields = index.use(filter);
      if (fields > (best?.fields ?? 0)) best = { index, fields };
    }
    return best?.index ?? null;
  }

  private candidates(filter: Filter): Doc[] {
    const { _id: id } = filter;
    const ids = isPlain(id) ? (id as { $in?: unknown[] }).$in : id === undefined ? undefined : [id];
    if (ids) return ids.flatMap((one) => this.docs.get(one) ?? []);
    const index = this.bestIndex(filter);
    // A document is under several keys of an array.
    return index ? [...new Set(index.find(filter))] : [...this.docs.values()];
  }

  private change(filter: Filter, update: Update, { upsert, sort }: UpdateOptions) {
    const found = this.matching(filter);
    const [after] = sort ? sorted(found, sort) : found;
    if (after) {
      const before = copy(after) as Doc;
      return { before, after, modified: this.update(after, update), upserted: null };
    }
    if (!upsert) return { before: null, after: null, modified: false, upserted: null };
    const { $setOnInsert, ...rest } = update as Record<string, Record<string, unknown>>;
    const named = Object.entries(filter).filter(([, clause]) => !isPlain(clause));
    const upserted = Object.fromEntries(named) as Doc;
    apply(upserted, { ...rest, $set: { ...rest.$set, ...$setOnInsert } });
    this.insert(upserted);
    return { before: null, after: null, modified: false, upserted };
  }

  /** Changes a document where it is. @returns whether anything changed */
  private update(doc: Doc, update: Update): boolean {
    const after = copy(doc) as Doc;
    const members = apply(after, update);
    if (members.length === 0) return false;
    const moving = this.indexes.filter((index) => index.members.some((name) => members.includes(name)));
    for (const index of moving) if (index.conflict(after, doc)) throw duplicate(index);
    for (const index of moving) index.remove(doc);
    Object.assign(doc, after);
    for (const name of members) if (!(name in after)) Reflect.deleteProperty(doc, name);
    for (const index of moving) index.add(doc);
    return true;
  }

  private insert(doc: Doc): void {
    if (this.docs.has(doc._id)) throw duplicate(null);
    for (const index of this.indexes) if (index.conflict(doc, null)) throw duplicate(index);
    for (const index of this.indexes) index.add(doc);
    this.docs.set(doc._id, doc);
  }

  private delete(docs: readonly Doc[]) {
    for (const doc of docs) {
      for (const index of this.indexes) index.remove(doc);
      this.docs.delete(doc._id);
    }
    return { acknowledged: true, deletedCount: docs.length };
  }
}

/** Found documents, read when they are asked for. */
class MemoryCursor {
  private readonly read: (options: FindOptions) => Doc[];
  private options: FindOptions;

  constructor(read: (options: FindOptions) => Doc[], options: FindOptions) {
    this.read = read;
    this.options = options;
  }

  sort(sort: Sort): this {
    this.options = { ...this.options, sort };
    return this;
  }

  limit(limit: number): this {
    this.options = { ...this.options, limit };
    return this;
  }

  project(projection: Record<string, unknown>): this {
    this.options = { ...this.options, projection };
    return this;
  }

  /** Which index to use: here it does not matter. */
  hint(_index: unknown): this {
    return this;
  }

  async toArray(): Promise<Doc[]> {
    return this.read(this.options);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Doc> {
    yield* this.read(this.options);
  }
}

/** @param index null: that of the ids */
function duplicate(index: MemoryIndex | null): MongoServerError {
  const name = index ? Object.keys(index.spec.key).join("_") : "_id_";
  return new MongoServerError({ message: `E11000 duplicate key in index ${name}`, code: 11000 });
}

const lightContext = Context.init({ query: queryOperators });

/** Values and ranges are compared here; what is more than that is mingo's, which takes ten times as long. */
function testOf(filter: Filter): (doc: Doc) => boolean {
  const isSimple = ([path, clause]: [string, unknown]) =>
    !path.startsWith("$") && isAsked(clause, []) !== null;
  const clauses = Object.entries(filter);
  const simple = clauses.filter(isSimple);
  const rest = clauses.filter((clause) => !isSimple(clause));
  const query = rest.length > 0 ? queryOf(Object.fromEntries(rest)) : null;
  return (doc) =>
    simple.every(([path, clause]) => isAsked(clause, keysOf(valueAt(doc, path), []))) &&
    (query?.test(doc) ?? true);
}

/** Expressions need all of mingo's operators, and handing them over costs more than most queries. */
function queryOf(filter: Filter) {
  return "$expr" in filter ? new Query(filter) : new LightQuery(filter, { context: lightContext });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A deep copy; what is undefined is stored as null, as the driver does. */
function copy(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return new Date(value);
  // Mongoose's own arrays and documents come as they are.
  if (Array.isArray(value)) return Array.from(value, copy);
  if ("toBSON" in value && typeof value.toBSON === "function") return copy(value.toBSON());
  const made: Record<string, unknown> = {};
  for (const name of Object.keys(value)) made[name] = copy((value as Record<string, unknown>)[name]);
  return made;
}

const operators = new Map(Object.entries({ $addToSet, $inc, $max, $min, $pull, $push, $set, $unset }));

/** Changes this document. @returns names of the members that changed */
function apply(doc: Doc, update: Update): string[] {
  if (Array.isArray(update)) return applyPipeline(doc, update);
  const changed: string[] = [];
  // One by one, because mingo's own updateOne makes a new context for each document.
  for (const [name, expression] of Object.entries(update)) {
    if (name === "$setOnInsert") continue;
    const operator = operators.get(name);
    if (!operator) throw new Error(`${name} is not known to the database in memory`);
    changed.push(...operator(copy(expression) as never)(doc));
  }
  return [...new Set(changed.map((path) => path.split(".")[0] ?? path))];
}

function applyPipeline(doc: Doc, stages: Record<string, unknown>[]): string[] {
  const docs = [copy(doc) as Doc];
  updateOne(docs as never[], {}, stages as never);
  const [after] = docs;
  const names = Object.keys(after ?? {}).filter(
    (name) => JSON.stringify(after?.[name]) !== JSON.stringify(doc[name]),
  );
  Object.assign(doc, after);
  return names;
}

/** Some members, all of them without a projection; only what is to be kept can be named. */
function project(doc: Doc, projection: Record<string, unknown> | undefined): Doc {
  const { _id: id, ...paths } = projection ?? {};
  if (Object.keys(paths).length === 0 && id !== 1) return copy(doc) as Doc;
  const kept: Doc = { _id: doc._id };
  for (const [path, keep] of Object.entries(paths)) {
    if (keep !== 1 && keep !== true)
      throw new Error(`the database in memory keeps members only, not "${path}"`);
    keepPath(doc, kept, path.split("."));
  }
  if (id === 0) Reflect.deleteProperty(kept, "_id");
  return kept;
}

function keepPath(from: Record<string, unknown>, to: Record<string, unknown>, path: readonly string[]): void {
  const [name = "", ...rest] = path;
  const value = from[name];
  if (value === undefined) return;
  if (rest.length === 0) to[name] = copy(value);
  else if (Array.isArray(value)) {
    const kept = (to[name] as Record<string, unknown>[] | undefined) ?? value.map(() => ({}));
    value.forEach((item, index) => {
      if (isPlain(item)) keepPath(item, kept[index] ?? {}, rest);
    });
    to[name] = kept;
  } else if (isPlain(value)) {
    const kept = (to[name] as Record<string, unknown> | undefined) ?? {};
    keepPath(value, kept, rest);
    to[name] = kept;
  }
}

/** In order, equal ones as they came. The values are looked up once. */
function sorted(docs: readonly Doc[], sort: Sort): Doc[] {
  const fields = Object.keys(sort);
  const signs = Object.values(sort).map(Number);
  return docs
    .map((doc) => ({ doc, values: fields.map((path) => valueAt(doc, path)) }))
    .sort((a, b) => {
      for (let at = 0; at < signs.length; at++) {
        const order = compare(a.values[at], b.values[at]);
        if (order !== 0) return order * (signs[at] ?? 1);
      }
      return 0;
    })
    .map(({ doc }) => doc);
}

/** Nothing comes before everything; the rest is of one type within a field. */
function compare(a: unknown, b: unknown): number {
  const [left, right] = [a ?? null, b ?? null];
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  if ((left as number) < (right as number)) return -1;
  return (left as number) > (right as number) ? 1 : 0;
}
