/** What other features may do with the list of numbers that must not be called again. */
export { blockNumber, findBlocked } from "./blocklist-store.ts";
