import type { Step, TypedAct } from "../../surveys/engine/index.ts";
import type { TypedEntry } from "./typed-entry.ts";

/**
 * What a list filled by name was told: names changed, entries taken out, a name added. Nothing at all means that
 * nobody is missing. Pure.
 */
export function rosterActs(step: Step, typed: TypedEntry): TypedAct[] {
  const items = step.roster?.items ?? [];
  const gone = items.filter((item) => typed.gone.includes(item.key));
  const renamed = items.flatMap((item): TypedAct[] => {
    const name = typed.names[item.key]?.trim();
    if (name === undefined || name === item.name || gone.includes(item)) return [];
    return [{ kind: "renameItem", key: item.key, value: name }];
  });
  const acts: TypedAct[] = [
    ...renamed,
    ...gone.map((item): TypedAct => ({ kind: "removeItem", key: item.key })),
    ...(typed.code ? [{ kind: "addItem" as const, key: step.key, value: typed.code }] : []),
  ];
  return acts.length > 0 ? acts : [{ kind: "answer", key: step.key, value: true }];
}

const changes = new Set<TypedAct["kind"]>(["addItem", "renameItem", "removeItem"]);

/** After a change the list stays on the screen: there may be more to add. */
export function staysAtRoster(acts: readonly TypedAct[]): boolean {
  return acts.length > 0 && acts.every((act) => changes.has(act.kind));
}
