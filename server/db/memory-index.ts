import { Query } from "mingo";

export type Doc = Record<string, unknown> & { _id: unknown };

export interface IndexSpec {
  /** Fields in order; the direction does not matter here. */
  key: Record<string, unknown>;
  unique: boolean;
  sparse: boolean;
  partialFilterExpression: Record<string, unknown> | null;
}

type Key = string | number | boolean | null;
type Level = Map<Key, Level | Set<Doc>>;

/** What a filter asks of one field: some values, or an order. */
interface Asked {
  values: Key[] | null;
  matches: (key: Key) => boolean;
}

/**
 * One index of a collection in memory: a level of maps for each field, documents at the end. Serves equality, `$in`
 * and ranges on its leading fields, as MongoDB does, and keeps unique keys unique.
 */
export class MemoryIndex {
  readonly spec: IndexSpec;
  private readonly fields: string[];
  private readonly partial: Query | null;
  private readonly root: Level = new Map();

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.fields = Object.keys(spec.key);
    this.partial = spec.partialFilterExpression && new Query(spec.partialFilterExpression);
  }

  /** Members of a document on which its place here depends. */
  get members(): string[] {
    const paths = [...this.fields, ...Object.keys(this.spec.partialFilterExpression ?? {})];
    return paths.map((path) => path.split(".")[0] ?? path);
  }

  private holds(doc: Doc): boolean {
    if (this.spec.sparse && this.fields.every((field) => valueAt(doc, field) === undefined)) return false;
    return this.partial?.test(doc) ?? true;
  }

  add(doc: Doc): void {
    if (!this.holds(doc)) return;
    let levels: Level[] = [this.root];
    this.fields.forEach((field, depth) => {
      const last = depth === this.fields.length - 1;
      const below: Level[] = [];
      for (const level of levels)
        for (const key of keysOf(valueAt(doc, field))) {
          const next = level.get(key) ?? (last ? new Set<Doc>() : new Map());
          level.set(key, next);
          if (next instanceof Set) next.add(doc);
          else below.push(next);
        }
      levels = below;
    });
  }

  remove(doc: Doc): void {
    if (this.holds(doc)) removeBelow(this.root, doc, this.fields, 0);
  }

  /** Another document with the same unique key. */
  conflict(doc: Doc, self: Doc | null): boolean {
    if (!this.spec.unique || !this.holds(doc)) return false;
    const found: Doc[] = [];
    collect(
      this.root,
      this.fields.map((field) => wanted(keysOf(valueAt(doc, field)))),
      0,
      found,
    );
    return found.some((other) => other !== self);
  }

  /** How many leading fields a filter names; 0: this index cannot serve it. */
  use(filter: Record<string, unknown>): number {
    const { partialFilterExpression: partial } = this.spec;
    if (this.spec.sparse && !asked(filter[this.fields[0] ?? ""])) return 0;
    if (partial && !Object.entries(partial).every(([field, clause]) => implies(filter[field], clause)))
      return 0;
    const none = this.fields.findIndex((field) => !asked(filter[field]));
    return none < 0 ? this.fields.length : none;
  }

  /** Is what it finds all that the filter asks? */
  covers(filter: Record<string, unknown>): boolean {
    const leading = this.fields.slice(0, this.use(filter));
    return Object.keys(filter).every((field) => leading.includes(field));
  }

  /** Values of the field after the leading ones, without looking at any document; null: it is another field. */
  valuesAfter(filter: Record<string, unknown>, field: string): Key[] | null {
    const fields = this.use(filter);
    if (this.fields[fields] !== field || !this.covers(filter)) return null;
    let levels: (Level | Set<Doc>)[] = [this.root];
    for (const name of this.fields.slice(0, fields))
      levels = levels.flatMap((level) =>
        level instanceof Set
          ? []
          : [...level].flatMap(([key, next]) => (isAsked(filter[name], [key]) ? [next] : [])),
      );
    return [...new Set(levels.flatMap((level) => (level instanceof Set ? [] : [...level.keys()])))];
  }

  /** The documents under the leading fields that the filter names. */
  find(filter: Record<string, unknown>): Doc[] {
    const found: Doc[] = [];
    const levels = this.fields.slice(0, this.use(filter)).map((field) => asked(filter[field]));
    collect(this.root, levels as Asked[], 0, found);
    return found;
  }
}

function removeBelow(level: Level, doc: Doc, fields: readonly string[], depth: number): void {
  for (const key of keysOf(valueAt(doc, fields[depth] ?? ""))) {
    const next = level.get(key);
    if (!next) continue;
    if (next instanceof Set) next.delete(doc);
    else removeBelow(next, doc, fields, depth + 1);
    if (next.size === 0) level.delete(key);
  }
}

function collect(level: Level | Set<Doc>, levels: readonly Asked[], depth: number, found: Doc[]): void {
  if (level instanceof Set) {
    for (const doc of level) found.push(doc);
    return;
  }
  const ask = levels[depth];
  if (ask?.values) {
    for (const key of ask.values) {
      const next = level.get(key);
      if (next) collect(next, levels, depth + 1, found);
    }
    return;
  }
  for (const [key, next] of level) if (!ask || ask.matches(key)) collect(next, levels, depth + 1, found);
}

/** Is one of these keys what the clause asks for? null: the clause is more than a value, some values or a range. */
export function isAsked(clause: unknown, keys: readonly Key[]): boolean | null {
  const ask = asked(clause);
  return ask && keys.some((key) => (ask.values ? ask.values.includes(key) : ask.matches(key)));
}

const wanted = (values: Key[]): Asked => ({ values, matches: () => true });

/** null: the clause is none that an index serves. */
function asked(clause: unknown): Asked | null {
  if (clause === undefined) return null;
  if (clause === null || typeof clause !== "object" || clause instanceof Date) return wanted(keysOf(clause));
  const entries = Object.entries(clause);
  if (entries.length === 0) return null;
  const tests: ((key: Key) => boolean)[] = [];
  for (const [operator, operand] of entries) {
    if (operator === "$in" && entries.length === 1)
      return wanted([...new Set((operand as unknown[]).flatMap((item) => keysOf(item)))]);
    const [bound] = keysOf(operand);
    if (bound === null || bound === undefined) return null;
    if (operator === "$lt")
      tests.push((key) => typeof key === typeof bound && (key as number) < (bound as number));
    else if (operator === "$lte")
      tests.push((key) => typeof key === typeof bound && (key as number) <= (bound as number));
    else if (operator === "$gt")
      tests.push((key) => typeof key === typeof bound && (key as number) > (bound as number));
    else if (operator === "$gte")
      tests.push((key) => typeof key === typeof bound && (key as number) >= (bound as number));
    else return null;
  }
  return { values: null, matches: (key) => tests.every((test) => test(key)) };
}

/** Does what the filter asks of a field hold only for documents that the partial index has? */
function implies(clause: unknown, partial: unknown): boolean {
  if (JSON.stringify(clause) === JSON.stringify(partial)) return true;
  const exists = JSON.stringify(partial) === '{"$exists":true}';
  return exists && clause !== null && asked(clause) !== null;
}

/** A value at a dotted path; of an array of documents, the array of their values. */
export function valueAt(doc: unknown, path: string): unknown {
  if (!path.includes(".")) return (doc as Record<string, unknown>)[path];
  let value = doc;
  for (const name of path.split(".")) {
    if (Array.isArray(value))
      value = value.flatMap((item) => (item as Record<string, unknown>)?.[name] ?? []);
    else value = (value as Record<string, unknown> | null | undefined)?.[name];
  }
  return value;
}

/**
 * What a value is found under.
 * @param empty for an empty list: an index has it beside what is not there, a filter by null does not find it
 */
export function keysOf(value: unknown, empty: Key[] = [null]): Key[] {
  if (Array.isArray(value)) return value.length > 0 ? value.flatMap((item) => keysOf(item)) : empty;
  if (value === null || value === undefined) return [null];
  if (value instanceof Date) return [value.getTime()];
  if (typeof value === "object") return [JSON.stringify(value)];
  return [value as Key];
}
