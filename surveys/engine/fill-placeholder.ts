import type { Compiled, CompiledOption, Node } from "./compiled.ts";
import type { ConditionContext } from "./condition.ts";
import type { Placeholder } from "./definition.ts";
import type { Answer, AnswerValue, InterviewState, Scalar } from "./interview-state.ts";
import type { Route, RouteEntry } from "./route.ts";
import type { Text } from "./step.ts";
import { type CompiledText, type Filling, plainText, renderText } from "./text.ts";
import type { Words } from "./words.ts";

/** Where a text stands: its interview, and the route entry whose roster items it may name. */
export interface TextPlace {
  compiled: Compiled;
  state: InterviewState;
  route: Route;
  entry: RouteEntry | null;
  words: Words;
}

const nothing: Filling = { raw: null, shown: "…" };

export function fillText(place: TextPlace, text: CompiledText): Text {
  return renderText(text, place.state.language, (name) => fillPlaceholder(place, name));
}

/** How an option or row is called here: an "other" handed on from an earlier question by what was typed there. */
export function optionLabel(place: TextPlace, { label, namedBy }: CompiledOption): Text {
  const typed = namedBy === null ? null : answerWord(place, namedBy);
  return typed && typed !== nothing ? [{ text: typed.shown }] : fillText(place, label);
}

/** What stands for {name} here. A missing value gives the placeholder's fallback, or three dots. */
export function fillPlaceholder(place: TextPlace, name: string): Filling {
  const builtIn = builtInWord(place, name);
  if (builtIn) return builtIn;
  const placeholder = place.compiled.placeholders.get(name);
  if (!placeholder) return nothing;
  const filled = declaredWord(place, placeholder.definition, placeholder.value);
  if (filled) return filled;
  if (!placeholder.fallback) return nothing;
  return { raw: null, shown: plainText(fillText(place, placeholder.fallback)) };
}

function builtInWord(place: TextPlace, name: string): Filling | null {
  const { words, entry } = place;
  const study: Record<string, string | undefined> = {
    interviewer: words.interviewer,
    client: words.study?.client,
    institute: words.study?.institute,
    study:
      words.study?.name ?? plainText(renderText(place.compiled.title, place.state.language, () => nothing)),
  };
  if (Object.hasOwn(study, name)) return word(study[name]) ?? nothing;
  if (name.startsWith("item:")) return word(itemName(place, name.slice(5)));
  if (!entry) return null;
  const level = entry.node.rosters.findIndex((roster) => roster.id === name);
  if (level >= 0) return word(itemName(place, [name, ...entry.items.slice(0, level + 1)].join("@")));
  if (name === "position" && entry.items.length > 0) {
    const position = place.route.records.get(recordKey(entry.node, entry.items))?.position as
      | number
      | undefined;
    return position === undefined ? null : { raw: position, shown: String(position) };
  }
  if (name === "row" && entry.row) return word(plainText(optionLabel(place, entry.row)));
  if (entry.pair && (name === "first" || name === "second")) {
    const base = [entry.node.target?.id ?? "", ...entry.items].join("@");
    return word(itemName(place, `${base}@${entry.pair[name === "first" ? 0 : 1]}`));
  }
  return null;
}

function recordKey(node: Node, items: string[]): string {
  const roster = node.rosters[items.length - 1];
  return [roster?.id ?? "", ...items].join("@");
}

/** Name of a roster item: what was typed, its option's label, the roster's own label text, or "roster n". */
export function itemName(place: TextPlace, key: string): string {
  const { compiled, state, route } = place;
  const [id = "", ...items] = key.split("@");
  const roster = compiled.nodes.get(id);
  const typed = state.names[key];
  if (typed) return typed;
  const option = roster?.optionByCode.get(items.at(-1) ?? "");
  if (option) return plainText(optionLabel(place, option));
  const position = Number(route.records.get(key)?.position ?? 0);
  if (roster?.texts.label && roster.children[0]) {
    const inside: RouteEntry = {
      ...{
        key,
        node: roster.children[0],
        kind: "info",
        items,
        row: null,
        pair: null,
        options: [],
        answer: null,
      },
      ...{ done: true, overridden: false, outcome: null },
    };
    return plainText(
      renderText(roster.texts.label, state.language, (name) =>
        name === id
          ? { raw: position, shown: String(position) }
          : fillPlaceholder({ ...place, entry: inside }, name),
      ),
    );
  }
  return String(position);
}

function declaredWord(
  place: TextPlace,
  placeholder: Placeholder,
  value: { value(context: ConditionContext): unknown } | null,
): Filling | null {
  switch (placeholder.source) {
    case "sample":
      return sampleWord(place, placeholder.variable);
    case "contact":
      return word(place.words.contact?.[placeholder.name]);
    case "interview":
      if (placeholder.name === "today")
        return { raw: place.state.today, shown: showDate(place.state.today, place.state.language) };
      return builtInWord(place, placeholder.name);
    case "answer":
      return answerWord(place, placeholder.question);
    case "value":
      return scalarWord(place, value?.value(place.route.context));
  }
}

function sampleWord(place: TextPlace, name: string): Filling | null {
  const variable = place.compiled.definition.sample?.[name];
  const value = place.state.sample[name];
  if (value === undefined || value === "") return null;
  const option =
    variable?.type === "single"
      ? variable.options.find((one) => typeof one !== "string" && one.code === value)
      : undefined;
  if (option && typeof option !== "string") {
    const { label } = option;
    const own = typeof label === "string" ? label : label[place.state.language];
    return { raw: String(value), shown: typeof own === "string" ? own : String(value) };
  }
  return variable?.type === "date"
    ? { raw: String(value), shown: showDate(String(value), place.state.language) }
    : scalarWord(place, value);
}

/** The answer as words: labels for codes, the specified text for "other", numbers and dates as the language writes them. */
function answerWord(place: TextPlace, question: string): Filling | null {
  const { route, compiled, entry } = place;
  for (let depth = entry?.items.length ?? 0; depth >= 0; depth--) {
    const suffix = (entry?.items ?? [])
      .slice(0, depth)
      .map((item) => `@${item}`)
      .join("");
    const key = question + suffix;
    const derived = route.derived.get(key);
    if (derived !== undefined) return scalarWord(place, derived);
    const other = route.others.get(key);
    if (other) return "v" in other ? scalarWord(place, other.v) : null;
    const source = route.byKey.get(key);
    if (source)
      return source.answer && "v" in source.answer ? valueWord(place, source, source.answer.v, suffix) : null;
  }
  return compiled.nodes.has(question) ? null : nothing;
}

function valueWord(place: TextPlace, source: RouteEntry, value: AnswerValue, suffix: string): Filling | null {
  const { node } = source;
  const labelOf = (code: string) => {
    const option = source.options.find((one) => one.code === code);
    const other: Answer | undefined = option?.other
      ? place.route.others.get(option.other.id + suffix)
      : undefined;
    if (other && "v" in other) return String(other.v);
    if (option) return plainText(optionLabel(place, option));
    return code;
  };
  if (Array.isArray(value)) return { raw: value.length, shown: value.map(labelOf).join(", ") };
  if (node.item.type === "date")
    return { raw: String(value), shown: showDate(String(value), place.state.language) };
  if (node.item.type === "lookup") {
    const label = place.compiled.lists.get(node.item.list)?.byCode.get(String(value))?.label;
    const own = typeof label === "string" ? label : label?.[place.state.language];
    return { raw: String(value), shown: typeof own === "string" ? own : String(value) };
  }
  if (typeof value === "string" && source.options.length > 0) return { raw: value, shown: labelOf(value) };
  if (typeof value !== "object") return scalarWord(place, value);
  // A draw reads as the person drawn.
  return node.target && value.selected
    ? word(itemName(place, `${node.target.id}@${String(value.selected)}`))
    : null;
}

function scalarWord(place: TextPlace, value: unknown): Filling | null {
  if (typeof value === "number") return { raw: value, shown: showNumber(value, place.state.language) };
  if (typeof value === "string") return word(value);
  return typeof value === "boolean" ? { raw: String(value), shown: String(value satisfies Scalar) } : null;
}

function word(text: string | undefined): Filling | null {
  return text ? { raw: text, shown: text } : null;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();

export function showDate(date: string, language: string): string {
  let format = dateFormats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
    dateFormats.set(language, format);
  }
  const day = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? date : format.format(day);
}

export function showNumber(value: number, language: string): string {
  let format = numberFormats.get(language);
  if (!format) {
    format = new Intl.NumberFormat(language, { maximumFractionDigits: 10, useGrouping: false });
    numberFormats.set(language, format);
  }
  return format.format(value);
}
