/** What other features may do with the book that keeps the institute from calling a number twice. */
export { freeNumber, takeNumber } from "./number-book-store.ts";
