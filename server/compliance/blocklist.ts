/** What other features may do with the list of numbers that must not be called again. */
export type { BlockDoc, BlockScope } from "./blocklist-model.ts";
export {
  blockNumber,
  blocksFor,
  findBlocked,
  findBlocks,
  holdsFor,
  unblockNumber,
} from "./blocklist-store.ts";
