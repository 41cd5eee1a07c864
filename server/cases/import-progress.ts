/** What other features may know of imports under way. */
export { runningImport } from "./import-store.ts";
