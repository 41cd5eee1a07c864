import { createHash } from "node:crypto";

/** A short mark of what a page showed; a form sends it back, and whoever saved in between is seen by it. */
export function seenMark(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
