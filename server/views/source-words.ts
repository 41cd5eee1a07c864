import { translator } from "./translate.ts";

/** What a rule rests on, in the reader's language; a source that a house's own policy names stays as it was written. */
export function sourceIn(locale: string): (source: string) => string {
  // Sources have colons in them, which would name a namespace.
  const known: unknown = translator(locale)("policy.sources", { returnObjects: true, nsSeparator: false });
  const words = new Map(Object.entries(known as Record<string, string>));
  return (source) => words.get(source) ?? source;
}

/** Rules of Fieldline's own say themselves what they are. */
const namesItself = /^(House rule|Fieldline|Blocklist)\b/;

/** What a rule rests on in one phrase: "Code of conduct: the guideline"; the kind is not said twice. */
export function basisIn(locale: string): (basis: "law" | "code" | "house", source: string) => string {
  return (basis, source) => {
    const words = sourceIn(locale)(source);
    if (basis === "house" && namesItself.test(source)) return words;
    const kind = translator(locale)(`policy.basis.${basis}`);
    return source ? `${kind}: ${words}` : kind;
  };
}
