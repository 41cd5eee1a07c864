/** What other features may read of attempts. */
export { callsSince, findAttempt } from "./attempt-store.ts";
