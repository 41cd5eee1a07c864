import type { Compiled, Node } from "./compiled.ts";
import type { ConditionRecord } from "./condition.ts";
import type { AnswerValue, InterviewState } from "./interview-state.ts";
import { randomIndex, randomStream } from "./random.ts";
import { type Route, type RouteEntry, routeOf } from "./route.ts";
import { scopeOfEntry } from "./scope-of-entry.ts";

/** Roster items that can be drawn, in the roster's order. */
export function eligibleItems(route: Route, entry: RouteEntry): ConditionRecord[] {
  const { node } = entry;
  if (!node.target) return [];
  const scope = scopeOfEntry(route, entry);
  const records = (scope.values[node.target.id] as ConditionRecord[] | undefined) ?? [];
  return records.filter((record) => isEligible(node, record, scope));
}

function isEligible(node: Node, record: ConditionRecord, scope: ReturnType<typeof scopeOfEntry>): boolean {
  if (!node.value) return true;
  const values = Object.assign(Object.create(null), scope.values, record);
  const status = Object.assign(Object.create(null), scope.status, record.$status);
  return node.value.isTrue({ values, status });
}

/**
 * The draw of a select item. kish: every eligible person has the same chance (Kish 1949, JASA 44:380, with
 * a random number instead of printed tables). Birthday methods: the person named by the interviewer, or
 * without a roster only the number eligible. mobileUser: the user of the phone, one eligible.
 * With nobody eligible the value says so and may be drawn again. Returns a rejection code if it cannot be made.
 */
export function drawRespondent(
  compiled: Compiled,
  state: InterviewState,
  entry: RouteEntry,
  input: AnswerValue | undefined,
): { value: AnswerValue } | { rejection: string } {
  const { item } = entry.node;
  if (item.type !== "select") return { rejection: "type" };
  const given = typeof input === "object" && !Array.isArray(input) ? input : {};
  if (item.method === "mobileUser") return { value: { method: item.method, eligible: 1 } };
  if (!entry.node.target) {
    const eligible = given.eligible;
    const valid =
      typeof eligible === "number" && Number.isInteger(eligible) && eligible >= 1 && eligible <= 50;
    return valid ? { value: { method: item.method, eligible } } : { rejection: "not-a-number" };
  }
  const eligible = eligibleItems(routeOf(compiled, state), entry);
  if (eligible.length === 0) return { value: { method: item.method, eligible: 0 } };
  const drawn =
    item.method === "kish"
      ? eligible[randomIndex(randomStream(state.seed, `select/${entry.key}`), eligible.length)]
      : eligible.find((record) => record.id === given.selected);
  if (!drawn) return { rejection: "unknown-option" };
  return { value: { method: item.method, eligible: eligible.length, selected: String(drawn.id) } };
}
