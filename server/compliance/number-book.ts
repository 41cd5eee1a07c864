/** What other features may do with the book that keeps the institute from calling a number twice. */
export { freeNumber, lockNumber, noteOnNumber, takeNumber } from "./number-book-store.ts";
