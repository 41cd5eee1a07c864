import { checkOther, checkValue } from "./check-value.ts";
import type { Compiled } from "./compiled.ts";
import type { InterviewState } from "./interview-state.ts";
import { resolveKey } from "./resolve-key.ts";
import { settle } from "./settle.ts";

export interface Migration {
  state: InterviewState;
  /** Answers that the new version cannot hold. Empty means that nothing is lost. */
  unfit: { key: string; reason: string }[];
}

/**
 * An interview as a newer version reads it: every answer that still fits, orders kept with new options last,
 * quotas decided anew. What does not fit is listed and left out; the caller decides whether that is acceptable.
 */
export function migrateInterview(to: Compiled, state: InterviewState): Migration {
  const unfit: Migration["unfit"] = [];
  const answers: InterviewState["answers"] = {};
  for (const [key, answer] of Object.entries(state.answers)) {
    const reason = reasonAgainst(to, key, answer, state.today);
    if (reason) unfit.push({ key, reason });
    else answers[key] = answer;
  }
  return { state: settle(to, null, { ...state, answers, quotas: {} }), unfit };
}

function reasonAgainst(
  to: Compiled,
  key: string,
  answer: InterviewState["answers"][string],
  today: string,
): string | null {
  const place = resolveKey(to, key);
  if (!place) return "unknown-question";
  const { node, other } = place;
  if (node.item.type === "roster") return "v" in answer && Array.isArray(answer.v) ? null : "type";
  if ("s" in answer) {
    const known = answer.s === "empty" || node.specials.some((special) => special.id === answer.s);
    return known ? null : "unknown-special";
  }
  if (node.item.type === "select") return null;
  if (other?.other) return checkOther(other.other, answer.v)?.code ?? null;
  if (node.mask?.node.item.type === "roster") return null;
  return checkValue(to, node, answer.v, node.options, today)?.code ?? null;
}
