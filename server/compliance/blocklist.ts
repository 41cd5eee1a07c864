/** What other features may do with the list of numbers that must not be called again. */
export { blockNumber, blocksFor, findBlocked, findBlocks } from "./blocklist-store.ts";
