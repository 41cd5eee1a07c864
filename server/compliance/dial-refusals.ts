/** What other features may read of the log of refusals. */
export { type DialRefusalDoc, refusalsOfCase } from "./dial-refusal-store.ts";
