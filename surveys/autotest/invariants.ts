import {
  type Act,
  applyAct,
  type Compiled,
  decideQuota,
  type InterviewState,
  purgeOffRoute,
  row,
} from "../engine/index.ts";
import { routeOf } from "../engine/route.ts";

/** What must hold in every interview does not. */
export class InvariantError extends Error {}

export function expectSame(what: string, expected: unknown, found: unknown): void {
  // Mostly the members come in the same order too; sorting them is slow.
  if (JSON.stringify(expected) === JSON.stringify(found)) return;
  const [a, b] = [canonical(expected), canonical(found)];
  if (a !== b) throw new InvariantError(`${what} differs: ${a.slice(0, 160)} became ${b.slice(0, 160)}`);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The exported row holds exactly the answers on the route, before and after the purge. */
export function expectRowIsRoute(compiled: Compiled, state: InterviewState): void {
  const cells = row(compiled, state);
  const onRoute = routeOf(compiled, state).entries.filter((entry) => entry.kind === "question");
  const values = onRoute.filter((entry) => entry.node.rosters.length === 0 && !entry.pair);
  for (const entry of values) {
    const name = entry.row ? `${entry.node.id}_${entry.row.code}` : entry.node.id;
    const answer = entry.answer && "s" in entry.answer && entry.answer.s === "empty" ? null : entry.answer;
    expectSame(`the exported ${name}`, answer ?? "unanswered", cells[name]);
  }
  for (const node of compiled.nodes.values()) {
    const asked = onRoute.some((entry) => entry.node === node);
    if (asked || node.rosters.length > 0 || !(node.id in cells) || node.item.type === "compute") continue;
    if (node.item.type !== "select")
      expectSame(`the exported ${node.id}, which is off the route,`, "notAsked", cells[node.id]);
  }
  expectSame("the row after the purge", cells, row(compiled, purgeOffRoute(compiled, state)));
}

/** The same acts from the same start give the same interview. */
export function expectReplay(
  compiled: Compiled,
  start: InterviewState,
  log: readonly (Act | { quota: string; result: "open" | "full" })[],
  end: InterviewState,
): void {
  let state = start;
  for (const act of log) {
    state =
      "quota" in act
        ? decideQuota(compiled, state, act.quota, act.result)
        : applyAct(compiled, state, act).state;
  }
  expectSame("the replayed interview", end, state);
}
