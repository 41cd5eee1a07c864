import { LRUCache } from "lru-cache";
import { type Compiled, compile, type Questionnaire } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { hashQuestionnaire } from "./hash-questionnaire.ts";
import { listDocuments } from "./lookup-lists.ts";
import { findQuestionnaire, insertQuestionnaire } from "./questionnaire-store.ts";

/** Stores a checked definition under its content hash and returns the hash. Safe to repeat. */
export async function storeQuestionnaire(deps: Deps, definition: unknown): Promise<string> {
  const { hash, canonical } = hashQuestionnaire(definition);
  await insertQuestionnaire(deps.db, { _id: hash, canonical, storedAt: deps.clock.now() });
  return hash;
}

/** The hash is the content, so an entry never becomes stale and all databases of a process may share it. */
const definitions = new LRUCache<string, Questionnaire>({ max: 50 });

/** A stored definition; treat it as read-only. @throws Problem questionnaire-unknown */
export async function questionnaireDefinition(deps: Deps, hash: string): Promise<Questionnaire> {
  const cached = definitions.get(hash);
  if (cached) return cached;
  const found = await findQuestionnaire(deps.db, hash);
  if (!found) throw problem("questionnaire-unknown", { hash: hash.slice(0, 12) });
  const definition = JSON.parse(found.canonical) as Questionnaire;
  definitions.set(hash, definition);
  return definition;
}

const compiled = new LRUCache<string, Compiled>({ max: 50 });

/** A version ready to run, compiled once per process. @throws Problem questionnaire-unknown */
export async function compiledQuestionnaire(deps: Deps, hash: string): Promise<Compiled> {
  const cached = compiled.get(hash);
  if (cached) return cached;
  const definition = await questionnaireDefinition(deps, hash);
  const made = compile(definition, await listDocuments(deps, definition));
  compiled.set(hash, made);
  return made;
}
