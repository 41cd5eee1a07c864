import type { Compiled, CompiledOption, Mask, Node } from "./compiled.ts";
import type { ConditionRecord } from "./condition.ts";
import type { Answer } from "./interview-state.ts";
import { realiseOrder } from "./realise-order.ts";
import { addEntry, guarded, type Pass, setStatus, setValue } from "./route.ts";

export function visitInfo(pass: Pass, node: Node): void {
  const key = node.id + pass.suffix;
  const answer = pass.answers.get(key) ?? null;
  addEntry(pass, node, "info", key, { answer, done: answer !== null });
  if (answer) setValue(pass, node.id, true);
}

export function visitQuestion(pass: Pass, node: Node): void {
  const key = node.id + pass.suffix;
  const options = node.masked ? visibleOptions(pass, node) : node.options;
  if (node.masked && options.length === 0) return;
  const given = effectiveAnswer(node, pass.answers.get(key), options);
  const answer = isOutdatedDraw(pass, node, given) ? null : given;
  const entry = addEntry(pass, node, node.item.type === "select" ? "select" : "question", key, {
    options,
    answer,
  });
  entry.done = answer !== null;
  if (answer) remember(pass, node, node.id, answer);
  if (!answer || !("v" in answer)) return;
  for (const option of options) {
    if (option.other && isChosen(answer, option.code) && !visitOther(pass, option)) entry.done = false;
  }
}

/** A draw among nobody is asked again once a corrected answer made somebody eligible; any other draw is frozen. */
function isOutdatedDraw(pass: Pass, node: Node, answer: Answer | null): boolean {
  if (node.item.type !== "select" || !node.target || !answer || !("v" in answer)) return false;
  if ((answer.v as { eligible?: number }).eligible !== 0) return false;
  const records = (pass.values[node.target.id] as ConditionRecord[] | undefined) ?? [];
  return records.some((record) => {
    const values = Object.assign(Object.create(null), pass.values, record);
    const status = Object.assign(Object.create(null), pass.status, record.$status);
    return !node.value || guarded(pass, () => node.value?.isTrue({ values, status }));
  });
}

/** Rows are questions of their own; conditions see them together as a map from row to value. */
export function visitGrid(pass: Pass, node: Node): void {
  const gridKey = node.id + pass.suffix;
  const rows = visibleRows(pass, node, gridKey);
  if (rows.length === 0) return;
  const map: Record<string, unknown> = {};
  for (const row of rows) {
    const key = `${gridKey}@${row.code}`;
    const answer = effectiveAnswer(node, pass.answers.get(key), node.options);
    addEntry(pass, node, "question", key, { row, answer, done: answer !== null });
    if (!answer) continue;
    if ("v" in answer) map[row.code] = answer.v;
    setStatus(pass, `${node.id}@${row.code}`, "v" in answer ? "" : answer.s);
  }
  setValue(pass, node.id, map);
}

function visibleRows(pass: Pass, node: Node, gridKey: string): CompiledOption[] {
  const visible = node.rows.filter((row) => !row.when || guarded(pass, () => row.when?.isTrue(pass)));
  const masked = node.rowMask ? applyMask(pass, visible, node.rowMask) : visible;
  if (node.rowOrder === "given" || masked.length < 2) return masked;
  const order = realiseOrder(node.rows, node.rowOrder, pass.state.seed, gridKey, pass.state.orders[gridKey]);
  const byCode = new Map(masked.map((row) => [row.code, row]));
  return order.flatMap((code) => byCode.get(code) ?? []);
}

function visibleOptions(pass: Pass, node: Node): CompiledOption[] {
  const shown = node.options.filter(
    (option) => !option.when || guarded(pass, () => option.when?.isTrue(pass)),
  );
  return node.mask ? applyMask(pass, shown, node.mask) : shown;
}

function applyMask(pass: Pass, options: CompiledOption[], mask: Mask): CompiledOption[] {
  const value = pass.values[mask.node.id];
  if (mask.node.item.type === "roster") {
    const items = (value as { id: string }[] | undefined) ?? [];
    return [...items.map((item) => itemOption(pass.compiled, mask.node, item.id)), ...options];
  }
  const selected = new Set(typeof value === "string" ? [value] : ((value as string[] | undefined) ?? []));
  const wanted = mask.take === "selected";
  return options.filter((option) => {
    const source = mask.node.optionByCode.get(option.code);
    return !source || source.exclusive || selected.has(option.code) === wanted;
  });
}

/** A roster item as an option: its label is filled when the step is shown. */
export function itemOption(compiled: Compiled, roster: Node, id: string): CompiledOption {
  const plan = [{ placeholder: `item:${roster.id}@${id}`, em: false }];
  const label = Object.fromEntries(compiled.definition.languages.map((language) => [language, plan]));
  const plain = { when: null, anchor: false, exclusive: false, other: null, inverse: null, namedBy: null };
  return { code: id, label, ...plain };
}

/** The part of an answer that counts now: options hidden since are left out, a special must be allowed. */
export function effectiveAnswer(
  node: Node,
  answer: Answer | undefined,
  options: CompiledOption[],
): Answer | null {
  if (!answer) return null;
  if ("s" in answer) {
    if (answer.s === "empty") return "required" in node.item && node.item.required === false ? answer : null;
    return node.specials.some((special) => special.id === answer.s) ? answer : null;
  }
  const { v } = answer;
  const shown =
    options === node.options ? node.optionByCode : new Map(options.map((option) => [option.code, option]));
  if (shown.size === 0) return answer;
  if (typeof v === "string") return shown.has(v) ? answer : null;
  if (!Array.isArray(v)) return answer;
  const kept = v.filter((code) => shown.has(code));
  if (kept.length === v.length) return answer;
  return kept.length > 0 ? { v: kept } : null;
}

export function isChosen(answer: Answer | null, code: string): boolean {
  if (!answer || !("v" in answer)) return false;
  return Array.isArray(answer.v) ? answer.v.includes(code) : answer.v === code;
}

function remember(pass: Pass, node: Node, name: string, answer: Answer): void {
  setStatus(pass, name, "v" in answer ? "" : answer.s);
  if (!("v" in answer)) return;
  if (node.item.type === "select") {
    const { eligible, selected } = answer.v as { eligible?: number; selected?: string };
    setValue(pass, name, Object.assign(pass.compiled.scope.makeRecord("Selection"), { eligible, selected }));
  } else {
    setValue(pass, name, answer.v);
  }
}

/** Is the other-specify field filled as far as it must be? */
function visitOther(pass: Pass, option: CompiledOption): boolean {
  const { other } = option;
  if (!other) return true;
  const key = other.id + pass.suffix;
  const answer = pass.answers.get(key);
  if (!answer) return other.required === false;
  pass.route.others.set(key, answer);
  setStatus(pass, other.id, "v" in answer ? "" : answer.s);
  if ("v" in answer) setValue(pass, other.id, answer.v);
  return true;
}
