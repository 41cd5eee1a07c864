import type { Deps } from "../deps.ts";
import { type BlockingFileDoc, blockingFileModel } from "./blocking-file-model.ts";

export async function insertBlockingFile(deps: Deps, file: BlockingFileDoc): Promise<void> {
  await blockingFileModel(deps.db).create(file);
}

/** The import of a list whose file bears the latest date; null when there was none. */
export async function latestBlockingFile(deps: Deps, list: string): Promise<BlockingFileDoc | null> {
  return (await blockingFileModel(deps.db).collection.findOne(
    { list },
    { sort: { date: -1 } },
  )) as unknown as BlockingFileDoc | null;
}

/** The latest import of each list. */
export async function blockingFiles(deps: Deps): Promise<BlockingFileDoc[]> {
  return blockingFileModel(deps.db).aggregate<BlockingFileDoc>([
    { $sort: { list: 1, date: -1 } },
    { $group: { _id: "$list", latest: { $first: "$$ROOT" } } },
    { $replaceRoot: { newRoot: "$latest" } },
    { $sort: { list: 1 } },
  ]);
}
