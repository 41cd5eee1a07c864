import type { Step } from "../../surveys/engine/index.ts";

/** What stands in the fields of a step's form, before anybody has judged it. */
export interface TypedEntry {
  /** The answer line. */
  code: string;
  /** The field of a long text. */
  text: string;
  /** Marked options and specials ("special:dk"); null when the form carried none. */
  marked: string[] | null;
  /** Other-specify, by answer key. */
  others: Record<string, string>;
  /** A list filled by name: names by item key, and the items to take out. */
  names: Record<string, string>;
  gone: string[];
  /** Number of the way chosen at a check, and the reason to keep an answer. */
  check: string;
  reason: string;
}

const otherPrefix = "other:";
const namePrefix = "name:";

const one = (value: unknown) => (typeof value === "string" ? value : "");

/** Reads a posted form (fields as Express parses them). A key pressed as a button counts instead of marks. */
export function typedEntry(body: Record<string, unknown>): TypedEntry {
  const pressed = one(body.press);
  const texts = (name: string) =>
    [body[name] ?? []].flat().filter((value): value is string => typeof value === "string");
  const marked = texts("answer");
  const fields = (prefix: string) =>
    Object.fromEntries(
      Object.entries(body).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), one(value)] as const] : [],
      ),
    );
  return {
    code: pressed ? "" : one(body.code).trim(),
    text: one(body.text),
    marked: pressed ? [pressed] : marked.length > 0 ? marked : null,
    others: fields(otherPrefix),
    names: fields(namePrefix),
    gone: texts("gone"),
    check: one(body.check) || one(body.code).trim(),
    reason: one(body.reason).trim(),
  };
}

/** The step with the marks and texts of a form that came back, so that nothing has to be typed twice. */
export function withTyped(step: Step, typed: TypedEntry | null | undefined): Step {
  if (!typed) return step;
  const marked = typed.marked;
  return {
    ...step,
    options: step.options.map((option) => ({
      ...option,
      selected: marked ? marked.includes(option.code) : option.selected,
      other: option.other && {
        ...option.other,
        answer:
          typed.others[option.other.key] === undefined
            ? option.other.answer
            : { v: typed.others[option.other.key] ?? "" },
      },
    })),
    roster: step.roster && {
      ...step.roster,
      items: step.roster.items.map((item) => ({ ...item, name: typed.names[item.key] ?? item.name })),
    },
    specials: step.specials.map((special) => ({
      ...special,
      selected: marked ? marked.includes(`special:${special.id}`) : special.selected,
    })),
  };
}
