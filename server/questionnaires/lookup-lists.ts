import {
  type ListDocuments,
  type LookupEntry,
  listHashes,
  type Questionnaire,
} from "../../surveys/engine/index.ts";
import type { Finding } from "../../surveys/lint/finding.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { hashQuestionnaire } from "./hash-questionnaire.ts";
import type { LookupListDoc } from "./lookup-list-model.ts";
import { findLookupLists, insertLookupList, knownLookupLists } from "./lookup-list-store.ts";
import { readLookupList } from "./read-lookup-list.ts";

interface ListText {
  language: string;
  /** Columns code, label and, if wanted, search. */
  csv: string;
}

/** The entries of a list and the name that their content has in a questionnaire's `lists`. @throws Problem list-refused */
export function nameList({ language, csv }: ListText) {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language))
    throw problem("list-refused", { reason: "language", line: 0, found: language.slice(0, 40) });
  const entries = readLookupList(csv);
  return { entries, ...hashQuestionnaire({ language, entries }) };
}

/** Stores a list of one language and returns its name. Safe to repeat. @throws Problem list-refused */
export async function storeLookupList(
  deps: Deps,
  list: ListText,
): Promise<{ hash: string; entries: number }> {
  const { hash, canonical, entries } = nameList(list);
  await insertLookupList(deps.db, { _id: hash, canonical, storedAt: deps.clock.now() });
  return { hash, entries: entries.length };
}

/** The lists that a definition names, as they are stored, for a copy of the study elsewhere. */
export function storedLists(deps: Deps, definition: Questionnaire): Promise<LookupListDoc[]> {
  return findLookupLists(deps.db, listHashes(definition));
}

/** Stores lists that were read elsewhere. Safe to repeat. */
export async function copyLists(deps: Deps, lists: readonly LookupListDoc[]): Promise<void> {
  for (const list of lists) await insertLookupList(deps.db, list);
}

/** The lists that a definition names by their hash. @throws Problem list-unknown */
export async function listDocuments(deps: Deps, definition: Questionnaire): Promise<ListDocuments> {
  const hashes = listHashes(definition);
  if (hashes.length === 0) return {};
  const found = await findLookupLists(deps.db, hashes);
  const documents = Object.fromEntries(
    found.map(({ _id, canonical }) => [_id, (JSON.parse(canonical) as { entries: LookupEntry[] }).entries]),
  );
  const missing = hashes.find((hash) => !documents[hash]);
  if (missing) throw problem("list-unknown", { hash: missing.slice(0, 12) });
  return documents;
}

/** Lists that a definition names and nobody has brought in: it cannot be published so. */
export async function missingLists(deps: Deps, definition: Questionnaire): Promise<Finding[]> {
  const hashes = listHashes(definition);
  if (hashes.length === 0) return [];
  const known = new Set(await knownLookupLists(deps.db, hashes));
  return Object.entries(definition.lists ?? {}).flatMap(([name, list]) =>
    Object.entries("documents" in list ? list.documents : {}).flatMap(([language, hash]): Finding[] =>
      known.has(hash)
        ? []
        : [
            {
              code: "list-not-stored",
              pointer: `/lists/${name}/documents/${language}`,
              message:
                "No list with this name was brought in; bring in the CSV file and copy the name it gets",
            },
          ],
    ),
  );
}
