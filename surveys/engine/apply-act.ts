import { applyAnswer, applyClear, applySpecial } from "./apply-answer.ts";
import { addItem, removeItem, renameItem } from "./apply-roster-act.ts";
import type { Compiled } from "./compiled.ts";
import type { Act, InterviewState, Rejection } from "./interview-state.ts";
import { keepRoute, routeOf } from "./route.ts";
import { settle } from "./settle.ts";
import { checkBasis } from "./visit-logic.ts";

/** An act arrived before the one in front of it. The sender repeats everything after `lastSeq`. */
export class ActGapError extends Error {
  lastSeq: number;
  constructor(lastSeq: number, seq: number) {
    super(`act ${seq} came after ${lastSeq}; ${lastSeq + 1} is missing`);
    this.lastSeq = lastSeq;
  }
}

export type Change = Partial<InterviewState> | { rejection: Pick<Rejection, "code" | "params"> };

/**
 * Applies one act. A repeated act changes nothing; an act that is not allowed leaves the answers but uses up
 * its number, so that a queue behind it goes on. The result holds the orders of the step it leads to.
 * Throws ActGapError if an act in between is missing.
 */
export function applyAct(
  compiled: Compiled,
  state: InterviewState,
  act: Act,
): { state: InterviewState; rejections: Rejection[] } {
  if (act.seq <= state.lastSeq) return { state, rejections: [] };
  if (act.seq !== state.lastSeq + 1) throw new ActGapError(state.lastSeq, act.seq);
  const change = changeOf(compiled, state, act);
  if ("rejection" in change) {
    const refused = { ...state, lastSeq: act.seq };
    keepRoute(compiled, refused, routeOf(compiled, state));
    return { state: refused, rejections: [{ ...change.rejection, key: act.key }] };
  }
  return { state: settle(compiled, state, { ...state, ...change, lastSeq: act.seq }), rejections: [] };
}

function changeOf(compiled: Compiled, state: InterviewState, act: Act): Change {
  switch (act.kind) {
    case "answer":
      return applyAnswer(compiled, state, act);
    case "special":
      return applySpecial(compiled, state, act);
    case "clear":
      return applyClear(compiled, state, act);
    case "addItem":
      return addItem(compiled, state, act);
    case "renameItem":
      return renameItem(compiled, state, act);
    case "removeItem":
      return removeItem(compiled, state, act);
    case "override":
      return override(compiled, state, act);
    case "language": {
      const language = String(act.value ?? "");
      if (compiled.definition.languages.includes(language)) return { language };
      return {
        rejection: {
          code: "unknown-language",
          params: { allowed: compiled.definition.languages.join(", ") },
        },
      };
    }
    case "note":
      return {};
    default:
      return { rejection: { code: "unknown-act", params: {} } };
  }
}

function override(compiled: Compiled, state: InterviewState, act: Act): Change {
  const entry = routeOf(compiled, state).byKey.get(act.key);
  if (entry?.node.item.type !== "check") return { rejection: { code: "unknown-check", params: {} } };
  if (entry.node.item.level === "hard") return { rejection: { code: "hard-check", params: {} } };
  const suffix = entry.items.map((item) => `@${item}`).join("");
  const reason = typeof act.value === "string" && act.value.trim() ? act.value.trim().slice(0, 500) : null;
  const given = { by: act.by ?? "", at: act.at, basis: checkBasis(entry.node, state, suffix) };
  return { overrides: { ...state.overrides, [act.key]: reason ? { ...given, reason } : given } };
}
