import type { Deps } from "../deps.ts";
import { type BlockDoc, type BlockScope, blocklistModel } from "./blocklist-model.ts";

export interface BlockRequest {
  hash: string;
  scope: BlockScope;
  scopeId: string;
  reason: string;
  by: string;
}

const blockId = ({ scope, scopeId, hash }: BlockRequest) => `${scope}:${scopeId}:${hash}`;

/** Takes effect at once; repeating changes nothing. @returns whether it was not blocked so before */
export async function blockNumber(deps: Deps, request: BlockRequest): Promise<boolean> {
  const done = await blocklistModel(deps.db).updateOne(
    { _id: blockId(request) },
    { $setOnInsert: { ...request, at: deps.clock.now() } },
    { upsert: true },
  );
  return done.upsertedCount === 1;
}

/** Takes one block away; other blocks of the same number stay. */
export async function unblockNumber(deps: Deps, id: string): Promise<void> {
  await blocklistModel(deps.db).deleteOne({ _id: id });
}

/** Many at once; those that are there already stay as they are. @returns how many were new */
export async function blockNumbers(deps: Deps, requests: readonly BlockRequest[]): Promise<number> {
  if (requests.length === 0) return 0;
  const at = deps.clock.now();
  const done = await blocklistModel(deps.db).collection.bulkWrite(
    requests.map((request) => ({
      updateOne: {
        filter: { _id: blockId(request) as never },
        update: { $setOnInsert: { ...request, at } },
        upsert: true,
      },
    })),
    { ordered: false },
  );
  return done.upsertedCount;
}

/** What of a study matters to the blocklist. */
export interface BlockedFor {
  studyId: string;
  client: string;
}

/** Does a block of this scope hold for a study? */
export function holdsFor(doc: Pick<BlockDoc, "scope" | "scopeId">, whom: BlockedFor): boolean {
  if (doc.scope === "institute") return true;
  return doc.scopeId === (doc.scope === "client" ? whom.client : whom.studyId);
}

/** All blocks of these number hashes, for whichever study; `blocksFor` tells those of one. */
export async function findBlocks(deps: Deps, hashes: string[]): Promise<BlockDoc[]> {
  return (await blocklistModel(deps.db)
    .collection.find({ hash: { $in: hashes } })
    .toArray()) as unknown as BlockDoc[];
}

/** Those that hold for a study, by hash. */
export function blocksFor(blocks: readonly BlockDoc[], whom: BlockedFor): Map<string, BlockDoc> {
  return new Map(blocks.filter((doc) => holdsFor(doc, whom)).map((doc) => [doc.hash, doc]));
}

/** The blocks among these number hashes that hold for a study, by hash. */
export async function findBlocked(
  deps: Deps,
  hashes: string[],
  whom: BlockedFor,
): Promise<Map<string, BlockDoc>> {
  return blocksFor(await findBlocks(deps, hashes), whom);
}
