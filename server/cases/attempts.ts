/** What other features may read of attempts. */
export { findAttempt } from "./attempt-store.ts";
