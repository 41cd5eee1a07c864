import type { Node } from "./compiled.ts";
import type { AnswerValue, InterviewState } from "./interview-state.ts";
import { hash32 } from "./random.ts";
import { addEntry, guarded, type Pass, setValue } from "./route.ts";

export function visitCompute(pass: Pass, node: Node): void {
  const value = guarded(pass, () => node.value?.value(pass));
  if (value === undefined || (typeof value === "number" && !Number.isFinite(value))) return;
  setValue(pass, node.id, value);
  pass.route.derived.set(node.id + pass.suffix, value as AnswerValue);
}

/** A check stands on the route only while it fires. Unknown never fires. */
export function visitCheck(pass: Pass, node: Node): void {
  if (node.item.type !== "check") return;
  if (!guarded(pass, () => node.when?.isTrue(pass))) return;
  const key = node.id + pass.suffix;
  const override = pass.state.overrides[key];
  const stands =
    node.item.level !== "hard" &&
    override !== undefined &&
    override.basis === checkBasis(node, pass.state, pass.suffix);
  addEntry(pass, node, "check", key, { done: stands, overridden: stands });
}

/** Digest of the answers that a check looks at; an override holds while it stays the same. */
export function checkBasis(node: Node, state: InterviewState, suffix: string): string {
  const names = new Set<string>(node.item.type === "check" ? node.item.questions : []);
  for (const reference of node.when?.references ?? []) names.add(reference.name);
  const involved: unknown[] = [];
  for (const [key, answer] of Object.entries(state.answers)) {
    const id = key.split("@", 1)[0] ?? "";
    const local = suffix === "" || key === id || key.startsWith(id + suffix);
    if (names.has(id) && local) involved.push([key, answer]);
  }
  const text = JSON.stringify(involved.sort((a, b) => (String(a) < String(b) ? -1 : 1)));
  return hash32(text, 1).toString(16).padStart(8, "0") + hash32(text, 2).toString(16).padStart(8, "0");
}

/** The browser stops here; the server decides and writes the result into the state. */
export function visitQuota(pass: Pass, node: Node): void {
  const key = node.id + pass.suffix;
  const result = pass.state.quotas[key];
  if (result === undefined) {
    addEntry(pass, node, "quota", key);
    pass.stopped = true;
    return;
  }
  setValue(pass, node.id, result);
  if (result === "open" || (node.item.type === "quota" && node.item.onFull === "continue")) return;
  addEntry(pass, node, "end", key, { outcome: "quotaFull" });
  pass.stopped = true;
}

export function visitEnd(pass: Pass, node: Node): void {
  addEntry(pass, node, "end", node.id + pass.suffix, {
    outcome: node.item.type === "end" ? node.item.outcome : "complete",
  });
  pass.stopped = true;
}
