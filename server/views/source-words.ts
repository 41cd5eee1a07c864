import { translator } from "./translate.ts";

/** What a rule rests on, in the reader's language; a source that a house's own policy names stays as it was written. */
export function sourceIn(locale: string): (source: string) => string {
  // Sources have colons in them, which would name a namespace.
  const known: unknown = translator(locale)("policy.sources", { returnObjects: true, nsSeparator: false });
  const words = new Map(Object.entries(known as Record<string, string>));
  return (source) => words.get(source) ?? source;
}
