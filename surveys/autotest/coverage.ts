import type { Compiled } from "../engine/index.ts";
import type { Route } from "../engine/route.ts";

/** Which items were on a route and which options were offered, over many interviews. */
export class Coverage {
  private items = new Set<string>();
  private options = new Map<string, Set<string>>();
  private rows = new Map<string, Set<string>>();
  readonly ends: Record<string, number> = {};
  /** In how many interviews each check fired. */
  readonly checks: Record<string, number> = {};
  shortest = Number.POSITIVE_INFINITY;
  longest = 0;
  readonly compiled: Compiled;

  constructor(compiled: Compiled) {
    this.compiled = compiled;
  }

  note(route: Route): void {
    for (const entry of route.entries) {
      if (entry.kind === "end" && entry.key === "end") continue;
      this.items.add(entry.node.id);
      const offered = setIn(this.options, entry.node.id);
      for (const option of entry.options) offered.add(option.code);
      if (entry.row) setIn(this.rows, entry.node.id).add(entry.row.code);
    }
    for (const key of route.derived.keys()) this.items.add(key.split("@", 1)[0] ?? "");
  }

  /** The checks that one respondent saw fire. */
  noteChecks(ids: Iterable<string>): void {
    for (const id of ids) this.checks[id] = (this.checks[id] ?? 0) + 1;
  }

  finish(route: Route, outcome: string): void {
    this.note(route);
    this.ends[outcome] = (this.ends[outcome] ?? 0) + 1;
    this.shortest = Math.min(this.shortest, route.questions);
    this.longest = Math.max(this.longest, route.questions);
  }

  /** JSON pointers of items never on a route, and of options and rows never offered. Checks that never fired are not faults. */
  neverReached(): string[] {
    const pointers: string[] = [];
    for (const node of this.compiled.nodes.values()) {
      const { type } = node.item;
      if (type === "block" || type === "roster" || type === "check" || type === "quota") continue;
      if (!this.items.has(node.id)) {
        pointers.push(node.pointer);
        continue;
      }
      const offered = this.options.get(node.id);
      const own = "options" in node.item ? (node.item.options ?? []) : [];
      own.forEach((option, at) => {
        if (!offered?.has(option.code)) pointers.push(`${node.pointer}/options/${at}`);
      });
      const shown = this.rows.get(node.id);
      node.rows.forEach((row, at) => {
        if (!shown?.has(row.code)) pointers.push(`${node.pointer}/rows/${at}`);
      });
    }
    return pointers;
  }
}

function setIn(map: Map<string, Set<string>>, key: string): Set<string> {
  let set = map.get(key);
  if (!set) {
    set = new Set();
    map.set(key, set);
  }
  return set;
}
