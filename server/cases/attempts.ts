/** What other features may read of attempts. */
export { attemptsOfStudy, callsSince, findAttempt, outcomesInUse } from "./attempt-store.ts";
