import type { Node } from "./compiled.ts";
import type { ConditionRecord } from "./condition.ts";
import { rosterItemId } from "./random.ts";
import { addEntry, guarded, type Pass, setValue, visitChildren } from "./route.ts";
import { recordOf } from "./symbols.ts";
import { effectiveAnswer } from "./visit-question.ts";

const defaultMax = 20;

export function visitRoster(pass: Pass, node: Node): void {
  if (node.item.type !== "roster") return;
  const key = node.id + pass.suffix;
  const ids = activeItems(pass, node, key);
  if (!ids) return;
  pass.route.rosters.set(key, ids);
  if (node.item.list) {
    const enough = ids.length >= (node.item.min ?? 0);
    addEntry(pass, node, "roster", key, { done: enough && pass.state.closed?.[key] === true });
  }
  const records: ConditionRecord[] = [];
  setValue(pass, node.id, records);
  ids.forEach((id, at) => {
    if (!pass.stopped) visitItem(pass, node, key, id, at + 1, records);
  });
}

/** Ids of the items that count now, or null while that is unknown. Surplus items rest, they lose nothing. */
function activeItems(pass: Pass, node: Node, key: string): string[] | null {
  const { item } = node;
  if (item.type !== "roster") return null;
  if (item.fixed) return node.options.map((option) => option.code);
  if (node.target) {
    const value = pass.values[node.target.id];
    if (!Array.isArray(value)) return null;
    return node.options.filter((option) => value.includes(option.code)).map((option) => option.code);
  }
  const answer = pass.answers.get(key);
  const stored = answer && "v" in answer && Array.isArray(answer.v) ? answer.v : [];
  if (item.list) return stored;
  const count = guarded(pass, () => node.value?.value(pass));
  if (typeof count !== "number" || !Number.isFinite(count)) return null;
  const wanted = Math.max(0, Math.min(Math.floor(count), item.max ?? defaultMax));
  const created = pass.state.created[key] ?? stored.length;
  const fresh: string[] = [];
  for (let number = created; stored.length + fresh.length < wanted; number++) {
    fresh.push(rosterItemId(pass.state.seed, key, number));
  }
  if (fresh.length > 0) pass.route.newItems[key] = fresh;
  return [...stored, ...fresh].slice(0, wanted);
}

function visitItem(
  pass: Pass,
  node: Node,
  key: string,
  id: string,
  position: number,
  records: ConditionRecord[],
): void {
  const outer = { items: pass.items, suffix: pass.suffix, record: pass.record, local: pass.local };
  const before = pass.values.position;
  const record = pass.compiled.scope.makeRecord(recordOf(node.id));
  record.id = id;
  record.position = position;
  records.push(record);
  pass.route.records.set(`${key}@${id}`, record);
  pass.items = [...outer.items, id];
  pass.suffix = `${outer.suffix}@${id}`;
  pass.record = record;
  pass.local = [];
  pass.values.position = position;
  visitChildren(pass, node);
  for (const name of pass.local) {
    delete pass.values[name];
    delete pass.status[name];
  }
  Object.assign(pass, outer);
  pass.values.position = before;
}

/** Each pair of items once, the earlier item first; the other direction is derived. */
export function visitRelation(pass: Pass, node: Node): void {
  const records = node.target ? (pass.values[node.target.id] as ConditionRecord[] | undefined) : undefined;
  if (!records) return;
  const known: ConditionRecord[] = [];
  for (const [index, first] of records.entries()) {
    for (const second of records.slice(index + 1)) {
      const pair: [string, string] = [String(first.id), String(second.id)];
      const key = `${node.id}${pass.suffix}@${pair[0]}@${pair[1]}`;
      const answer = effectiveAnswer(node, pass.answers.get(key), node.options);
      addEntry(pass, node, "question", key, { pair, answer, done: answer !== null });
      if (!answer || !("v" in answer)) continue;
      const code = String(answer.v);
      const relation = (a: string, b: string, is: string) =>
        Object.assign(pass.compiled.scope.makeRecord("Relation"), { a, b, code: is });
      known.push(relation(...pair, code));
      known.push(relation(pair[1], pair[0], node.optionByCode.get(code)?.inverse ?? code));
    }
  }
  setValue(pass, node.id, known);
}
