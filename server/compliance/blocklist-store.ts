import type { Deps } from "../deps.ts";
import { type BlockDoc, type BlockScope, blocklistModel } from "./blocklist-model.ts";

export interface BlockRequest {
  hash: string;
  scope: BlockScope;
  scopeId: string;
  reason: string;
  by: string;
}

/** Takes effect at once; repeating changes nothing. */
export async function blockNumber(deps: Deps, request: BlockRequest): Promise<void> {
  const _id = `${request.scope}:${request.scopeId}:${request.hash}`;
  await blocklistModel(deps.db).updateOne(
    { _id },
    { $setOnInsert: { ...request, at: deps.clock.now() } },
    { upsert: true },
  );
}

/** What of a study matters to the blocklist. */
export interface BlockedFor {
  studyId: string;
  client: string;
}

function applies(doc: BlockDoc, whom: BlockedFor): boolean {
  if (doc.scope === "institute") return true;
  return doc.scopeId === (doc.scope === "client" ? whom.client : whom.studyId);
}

/** The blocks among these number hashes that hold for a study, by hash. */
export async function findBlocked(
  deps: Deps,
  hashes: string[],
  whom: BlockedFor,
): Promise<Map<string, BlockDoc>> {
  const found = (await blocklistModel(deps.db)
    .collection.find({ hash: { $in: hashes } })
    .toArray()) as unknown as BlockDoc[];
  return new Map(found.filter((doc) => applies(doc, whom)).map((doc) => [doc.hash, doc]));
}
