import type { Compiled, CompiledOption, CompiledSpecial, Node } from "./compiled.ts";
import { fillText, optionLabel, type TextPlace } from "./fill-placeholder.ts";
import type { InterviewState } from "./interview-state.ts";
import { realiseOrder } from "./realise-order.ts";
import type { Route, RouteEntry } from "./route.ts";
import { scopeOfEntry } from "./scope-of-entry.ts";
import { eligibleItems } from "./select-respondent.ts";
import { specialEntry } from "./special-entry.ts";
import type { Step, StepOption, StepSpecial, Text } from "./step.ts";
import { isMany, lookupPart, rosterPart, selectPart, withinPart } from "./step-parts.ts";
import { isChosen, itemOption } from "./visit-question.ts";
import type { Words } from "./words.ts";

/** Everything a screen shows for one entry of the route, in the interview's language. */
export function buildStep(
  compiled: Compiled,
  state: InterviewState,
  route: Route,
  entry: RouteEntry,
  words: Words,
): Step {
  const place: TextPlace = { compiled, state, route, entry, words };
  const { node } = entry;
  const index = route.entries.indexOf(entry);
  const implicitEnd = entry.kind === "end" && node.item.type !== "end" && node.item.type !== "quota";
  const text = (role: string): Text | null => {
    const own = implicitEnd ? undefined : node.texts[role];
    return own ? fillText(place, own) : null;
  };
  const optionsStep = optionSteps(place, entry);
  return {
    kind: entry.kind === "quota" ? "awaitServer" : entry.kind,
    key: entry.key,
    itemId: node.id,
    type: entry.kind === "question" ? node.item.type : entry.kind === "quota" ? "awaitServer" : entry.kind,
    block: blockTitle(place, node),
    number: questionNumber(route, index),
    about: Math.max(1, route.questions + Math.round(route.maybe / 2)),
    texts: {
      read: entry.kind === "check" ? text("message") : text("read"),
      instruction: text("instruction"),
      probe: text("probe"),
      help: text("help"),
    },
    options: optionsStep,
    many: isMany(node),
    lookup: lookupPart(place, entry),
    roster: rosterPart(place, entry),
    select: selectPart(place, entry),
    within: withinPart(place, entry),
    optionsRead: ("optionsRead" in node.item ? node.item.optionsRead : undefined) ?? "all",
    specials: specialSteps(place, entry, optionsStep),
    required: !("required" in node.item) || node.item.required !== false,
    field: fieldOf(place, node),
    rows: rowSteps(place, entry),
    stemDue: isStemDue(route, entry),
    answer: entry.answer,
    check: entry.kind === "check" ? checkOf(place, entry) : null,
    end: entry.kind === "end" ? { outcome: entry.outcome ?? "complete" } : null,
    quota: entry.kind === "quota" ? entry.key : null,
    previous: index > 0 ? (route.entries[index - 1]?.key ?? null) : null,
  };
}

function questionNumber(route: Route, index: number): number {
  let number = 0;
  for (let at = 0; at <= index; at++) {
    const kind = route.entries[at]?.kind;
    if (kind === "question" || kind === "select") number++;
  }
  return Math.max(1, number);
}

function blockTitle(place: TextPlace, node: Node): Text | null {
  for (let at = node.parent; at; at = at.parent) if (at.texts.title) return fillText(place, at.texts.title);
  return null;
}

/** Key under which an entry's realised order of options is stored; a grid's rows have the grid's own key. */
export function optionsOrderKey(entry: RouteEntry): string {
  const grid = [entry.node.id, ...entry.items].join("@");
  return entry.row ? `${grid}#options` : grid;
}

/** Options in the order in which this interview meets them. */
export function orderedOptions(state: InterviewState, entry: RouteEntry): CompiledOption[] {
  const { node } = entry;
  if (node.order === "given" || node.item.type === "block") return entry.options;
  const key = optionsOrderKey(entry);
  const all = knowsAllOptions(node) ? node.options : entry.options;
  const order = realiseOrder(all, node.order, state.seed, key, state.orders[key]);
  const byCode = new Map(entry.options.map((option) => [option.code, option]));
  const known = order.flatMap((code) => byCode.get(code) ?? []);
  return [...entry.options.filter((option) => !order.includes(option.code)), ...known];
}

/** Are all options in the definition? Items of a roster come with the interview. */
export function knowsAllOptions(node: Node): boolean {
  return node.options.length > 0 && node.mask?.node.item.type !== "roster";
}

/** What to type for an option: its code if it is a number, its place otherwise; two digits from ten on. */
export function optionEntries(options: readonly { code: string }[]): Map<string, string> {
  const numeric = options.every((option) => /^\d{1,3}$/.test(option.code));
  const width = options.length >= 10 ? 2 : 1;
  return new Map(
    options.map((option, at) => [option.code, (numeric ? option.code : String(at + 1)).padStart(width, "0")]),
  );
}

function optionSteps(place: TextPlace, entry: RouteEntry): StepOption[] {
  if (entry.kind !== "question" && entry.kind !== "select") return [];
  const options = entry.kind === "select" ? candidates(place, entry) : orderedOptions(place.state, entry);
  const entries = optionEntries(
    entry.node.options.length > 0 && !entry.node.mask ? entry.node.options : options,
  );
  return options.map((option) => {
    const otherKey = option.other ? [option.other.id, ...entry.items].join("@") : "";
    return {
      code: option.code,
      entry: entries.get(option.code) ?? option.code,
      label: optionLabel(place, option),
      exclusive: option.exclusive,
      selected: isChosen(entry.answer, option.code) || isDrawn(entry, option.code),
      other: option.other
        ? {
            key: otherKey,
            answer: place.state.answers[otherKey] ?? null,
            label: option.other.labelText ? fillText(place, option.other.labelText) : null,
          }
        : null,
    };
  });
}

function isDrawn({ answer }: RouteEntry, code: string): boolean {
  const value = answer && "v" in answer ? answer.v : null;
  return value !== null && typeof value === "object" && !Array.isArray(value) && value.selected === code;
}

/** Whom the interviewer can name in a respondent selection; nobody where the engine draws. */
function candidates(place: TextPlace, entry: RouteEntry): CompiledOption[] {
  const { item, target } = entry.node;
  if (item.type !== "select" || item.method === "kish" || item.method === "mobileUser" || !target) return [];
  return eligibleItems(place.route, entry).map((record) =>
    itemOption(place.compiled, target, String(record.id)),
  );
}

function specialSteps(place: TextPlace, entry: RouteEntry, options: StepOption[]): StepSpecial[] {
  if (entry.kind !== "question" && entry.kind !== "select") return [];
  const context = scopeOfEntry(place.route, entry);
  const taken = new Set(options.map((option) => option.entry));
  const allowed = (special: CompiledSpecial) => !special.when || special.when.isTrue(context);
  return entry.node.specials.filter(allowed).map((special) => ({
    id: special.id,
    label: fillText(place, special.label),
    entry: specialEntry(entry.node, special, taken),
    readOut: special.readOut,
    selected: entry.answer !== null && "s" in entry.answer && entry.answer.s === special.id,
  }));
}

function fieldOf(place: TextPlace, node: Node): Step["field"] {
  const item = node.item as unknown as Record<string, unknown>;
  const limits = (node.item.type === "grid" ? (node.item.scale ?? {}) : item) as Record<string, unknown>;
  const limit = (value: unknown) =>
    value === "today" ? place.state.today : ((value as number | string | undefined) ?? null);
  const words = (role: string) => (node.texts[role] ? fillText(place, node.texts[role]) : null);
  const long = item.long === true;
  return {
    min: limit(limits.min),
    max: limit(limits.max),
    decimals: (item.decimals as number | undefined) ?? 0,
    maxLength: node.item.type === "text" ? (node.item.maxLength ?? (long ? 4000 : 200)) : null,
    long,
    unit: words("unit"),
    minLabel: words("minLabel"),
    maxLabel: words("maxLabel"),
  };
}

function gridEntries(route: Route, entry: RouteEntry): RouteEntry[] {
  const items = entry.items.join("@");
  return route.entries.filter((other) => other.node === entry.node && other.items.join("@") === items);
}

function rowSteps(place: TextPlace, entry: RouteEntry): Step["rows"] {
  if (!entry.row) return [];
  return gridEntries(place.route, entry).map((other) => ({
    key: other.key,
    label: other.row ? optionLabel(place, other.row) : [],
    answer: other.answer,
    current: other === entry,
  }));
}

function isStemDue(route: Route, entry: RouteEntry): boolean {
  return !entry.row || gridEntries(route, entry).indexOf(entry) % 5 === 0;
}

function checkOf(place: TextPlace, entry: RouteEntry): Step["check"] {
  const { item } = entry.node;
  if (item.type !== "check") return null;
  const questions = item.questions.flatMap((id) => {
    const target = nearestEntry(place.route, id, entry.items);
    const label = target?.node.texts.label ?? target?.node.texts.read;
    return target
      ? [{ key: target.key, label: label ? fillText({ ...place, entry: target }, label) : [] }]
      : [];
  });
  return { level: item.level, message: fillText(place, entry.node.texts.message ?? {}), questions };
}

/** The entry of a question as seen from inside some roster items: the same item's, else outside, else the first. */
export function nearestEntry(route: Route, id: string, items: readonly string[]): RouteEntry | undefined {
  for (let depth = items.length; depth >= 0; depth--) {
    const found = route.byKey.get([id, ...items.slice(0, depth)].join("@"));
    if (found) return found;
  }
  return route.entries.find((entry) => entry.node.id === id);
}
