/** What other features may know of imports, under way and done. */
export { findImport, latestImports, runningImport } from "./import-store.ts";
