import { outcomeLabels } from "../calling/outcome-labels.ts";
import type { Refusal } from "../compliance/dial-decision.ts";
import { translator } from "../views/translate.ts";

/**
 * The sentence of a refused dial in a language. The outcome after which a number rests may be another study's: one
 * that only that study knows is told by its code.
 */
export function refusalSentence(
  { rule, params }: { rule: string; params: Refusal["params"] },
  locale: string,
): string {
  const named = "after" in params ? { after: outcomeLabels(null, locale)(String(params.after)) } : {};
  return translator(locale)(`dialRefused.${rule}`, { ...params, ...named });
}
