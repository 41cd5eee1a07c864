import type { Compiled } from "./compiled.ts";
import { fillText } from "./fill-placeholder.ts";
import type { Answer, InterviewState } from "./interview-state.ts";
import { routeOf } from "./route.ts";
import type { Text } from "./step.ts";
import type { Words } from "./words.ts";

export interface OutlineEntry {
  key: string;
  itemId: string;
  kind: string;
  label: Text;
  /** Title of the block it stands in. */
  block: string | null;
  depth: number;
  status: "done" | "open" | "current" | "overridden";
  answer: Answer | null;
}

/** Every step on the route with its state: what the interviewer can jump to. */
export function outline(compiled: Compiled, state: InterviewState, words: Words = {}): OutlineEntry[] {
  const route = routeOf(compiled, state);
  return route.entries.map((entry, index) => {
    const { node } = entry;
    const implicit = entry.kind === "end" && node.item.type !== "end" && node.item.type !== "quota";
    const text = implicit
      ? undefined
      : (entry.row?.label ?? node.texts.label ?? node.texts.read ?? node.texts.message);
    let block = node.parent;
    while (block && !block.texts.title) block = block.parent;
    return {
      key: entry.key,
      itemId: implicit ? "end" : node.id,
      kind: entry.kind,
      label: text ? fillText({ compiled, state, route, entry, words }, text) : [],
      block: block?.id ?? null,
      depth: entry.items.length,
      status:
        index === route.current ? "current" : entry.overridden ? "overridden" : entry.done ? "done" : "open",
      answer: entry.answer,
    };
  });
}

export interface Issue {
  kind: "unanswered" | "hard" | "soft" | "info" | "fault";
  key: string;
  detail: string;
}

/** What stands in the way of completion, and what deserves a look: open questions, fired checks, faults. */
export function issues(compiled: Compiled, state: InterviewState): Issue[] {
  const route = routeOf(compiled, state);
  const found: Issue[] = route.faults.map((detail) => ({ kind: "fault", key: "", detail }));
  for (const entry of route.entries) {
    if (entry.node.item.type === "check") {
      found.push({
        kind: entry.node.item.level,
        key: entry.key,
        detail: entry.overridden ? "overridden" : "fired",
      });
    } else if (!entry.done && entry.kind !== "end" && entry.kind !== "quota") {
      found.push({ kind: "unanswered", key: entry.key, detail: "" });
    }
  }
  return found;
}
