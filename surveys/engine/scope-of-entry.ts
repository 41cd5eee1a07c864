import type { ConditionContext } from "./condition.ts";
import type { Route, RouteEntry } from "./route.ts";

/** What conditions see at an entry: outside names, and the members of the roster items around it. */
export function scopeOfEntry(route: Route, entry: RouteEntry): ConditionContext {
  if (entry.items.length === 0) return route.context;
  const values: Record<string, unknown> = Object.assign(Object.create(null), route.context.values);
  const status: Record<string, string> = Object.assign(Object.create(null), route.context.status);
  entry.node.rosters.forEach((roster, level) => {
    const record = route.records.get([roster.id, ...entry.items.slice(0, level + 1)].join("@"));
    if (!record) return;
    for (const [name, value] of Object.entries(record))
      if (name !== "$status" && name !== "id") values[name] = value;
    Object.assign(status, record.$status);
  });
  return { values, status };
}
