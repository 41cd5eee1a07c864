/** What other features may read of attempts. */
export { attemptsOfStudy, callsSince, findAttempt } from "./attempt-store.ts";
