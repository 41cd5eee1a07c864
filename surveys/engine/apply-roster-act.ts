import type { Change } from "./apply-act.ts";
import type { Compiled } from "./compiled.ts";
import type { Act, InterviewState } from "./interview-state.ts";
import { rosterItemId } from "./random.ts";
import { routeOf } from "./route.ts";

const refused = (code: string, params: Record<string, string | number> = {}): Change => ({
  rejection: { code, params },
});

function rosterAt(
  compiled: Compiled,
  state: InterviewState,
  key: string,
): { max: number; min: number; ids: string[] } | null {
  const node = compiled.nodes.get(key.split("@", 1)[0] ?? "");
  if (node?.item.type !== "roster" || !routeOf(compiled, state).rosters.has(key)) return null;
  const answer = state.answers[key];
  const ids = answer && "v" in answer && Array.isArray(answer.v) ? answer.v : [];
  return { max: node.item.max ?? 20, min: node.item.min ?? 0, ids };
}

function isList(compiled: Compiled, key: string): boolean {
  const item = compiled.nodes.get(key.split("@", 1)[0] ?? "")?.item;
  return item?.type === "roster" && item.list === true;
}

/** A new item of a list roster; `value` is its name. Its id is never used again. */
export function addItem(compiled: Compiled, state: InterviewState, act: Act): Change {
  const roster = rosterAt(compiled, state, act.key);
  if (!roster || !isList(compiled, act.key)) return refused("unknown-roster");
  if (roster.ids.length >= roster.max) return refused("too-many", { max: roster.max });
  const name = nameOf(act);
  if (name === null) return refused("too-long", { max: 80 });
  const created = state.created[act.key] ?? 0;
  const id = rosterItemId(state.seed, act.key, created);
  return {
    answers: { ...state.answers, [act.key]: { v: [...roster.ids, id] } },
    created: { ...state.created, [act.key]: created + 1 },
    names: name ? { ...state.names, [`${act.key}@${id}`]: name } : state.names,
  };
}

export function renameItem(compiled: Compiled, state: InterviewState, act: Act): Change {
  const { rosterKey, id } = split(act.key);
  const roster = rosterAt(compiled, state, rosterKey);
  const name = nameOf(act);
  if (!roster || !routeOf(compiled, state).rosters.get(rosterKey)?.includes(id))
    return refused("unknown-item");
  return name === null ? refused("too-long", { max: 80 }) : { names: { ...state.names, [act.key]: name } };
}

/** Takes an item out of its roster. Its answers stay, invisible, until the purge. */
export function removeItem(compiled: Compiled, state: InterviewState, act: Act): Change {
  const { rosterKey, id } = split(act.key);
  const roster = rosterAt(compiled, state, rosterKey);
  if (!roster?.ids.includes(id)) return refused("unknown-item");
  return { answers: { ...state.answers, [rosterKey]: { v: roster.ids.filter((other) => other !== id) } } };
}

/** "Nobody is missing": the list is complete and the interview goes on. */
export function closeRoster(compiled: Compiled, state: InterviewState, act: Act): Change {
  const roster = rosterAt(compiled, state, act.key);
  if (!roster || !isList(compiled, act.key)) return refused("unknown-roster");
  if (roster.ids.length < roster.min) return refused("too-few", { min: roster.min });
  return {
    answers: { ...state.answers, [act.key]: { v: roster.ids } },
    closed: { ...state.closed, [act.key]: true },
  };
}

function split(key: string): { rosterKey: string; id: string } {
  const at = key.lastIndexOf("@");
  return { rosterKey: key.slice(0, Math.max(0, at)), id: key.slice(at + 1) };
}

function nameOf(act: Act): string | null {
  const name = typeof act.value === "string" ? act.value.trim() : "";
  return name.length <= 80 ? name : null;
}
