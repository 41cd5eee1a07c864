import type { Connection, Model, Schema } from "mongoose";

/** Makes the model on a connection. */
export type ModelOf<T> = (db: Connection) => Model<T>;

const definitions: ModelOf<unknown>[] = [];

/**
 * Declares a collection once, for every connection. Call it at module level in a `*-model.ts`;
 * the returned function gives the model of a connection, made on first use.
 */
export function defineModel<T>(collection: string, schema: Schema<T>): ModelOf<T> {
  schema.set("strict", "throw");
  schema.set("versionKey", false);
  const modelOf: ModelOf<T> = (db) =>
    (db.models[collection] as Model<T> | undefined) ?? db.model<T>(collection, schema, collection);
  definitions.push(modelOf as unknown as ModelOf<unknown>);
  return modelOf;
}

/** Every declared model, on this connection. */
export function registeredModels(db: Connection): Model<unknown>[] {
  return definitions.map((modelOf) => modelOf(db));
}
