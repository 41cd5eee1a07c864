import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** The canonical text of a definition (RFC 8785) and its SHA-256 in hex: its name for ever. */
export function hashQuestionnaire(definition: unknown): { hash: string; canonical: string } {
  const canonical = canonicalize(definition);
  if (canonical === undefined) throw new TypeError("a questionnaire is a JSON object");
  return { hash: createHash("sha256").update(canonical, "utf8").digest("hex"), canonical };
}
