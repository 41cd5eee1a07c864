import mongoose from "mongoose";
import type { Database } from "./database.ts";
import { registeredModels } from "./define-model.ts";
import { MemoryCollection } from "./memory-collection.ts";
import type { IndexSpec } from "./memory-index.ts";

/**
 * A database of this process alone, gone with it: the simulation works a whole field through the real stores, some
 * forty times faster than through a server. The models are the real ones, with their unique keys; what only a server
 * has (write concerns, sessions, time-outs, TTL indexes) is missing. Never for data that anybody wants to keep.
 */
export function memoryDatabase(): Database {
  const connection = mongoose.createConnection();
  const collections = new Map<string, MemoryCollection>();
  const collection = (name: string) => {
    const known = collections.get(name) ?? new MemoryCollection();
    collections.set(name, known);
    return known;
  };
  // Mongoose hands every operation on to the collection of this name, whatever that is.
  Object.assign(connection, { db: { collection }, readyState: mongoose.ConnectionStates.connected });
  for (const { schema, collection: made } of registeredModels(connection))
    for (const [key, options] of schema.indexes()) collection(made.name).addIndex(toSpec(key, options));
  return connection;
}

function toSpec(key: IndexSpec["key"], options: Record<string, unknown> = {}): IndexSpec {
  const partial = options.partialFilterExpression as IndexSpec["partialFilterExpression"] | undefined;
  return {
    ...{ key, unique: options.unique === true, sparse: options.sparse === true },
    partialFilterExpression: partial ?? null,
  };
}
