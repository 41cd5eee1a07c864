/** What other features may know of imported lists of numbers that are not to be called. */
export { latestBlockingFile } from "./blocking-file-store.ts";
export { checkBlockingFile } from "./check-blocking-file.ts";
