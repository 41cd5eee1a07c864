import type { ConditionType } from "./condition.ts";
import type { Item, Questionnaire } from "./definition.ts";

/** Names and record types that the conditions of a questionnaire know. */
export interface Symbols {
  root: Record<string, ConditionType>;
  /** Names inside each roster, its own only. */
  rosters: Record<string, Record<string, ConditionType>>;
  records: Record<string, Record<string, ConditionType>>;
}

/** Ids that would be mistaken for something else in a condition, a text or an answer. */
export const reservedIds: ReadonlySet<string> = new Set([
  ...[
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
  ],
  ...["let", "loop", "package", "namespace", "return", "var", "void", "while", "prototype", "constructor"],
  ...[
    "int",
    "uint",
    "double",
    "bool",
    "string",
    "bytes",
    "list",
    "map",
    "type",
    "dyn",
    "null_type",
    "cel",
    "optional",
  ],
  ...["sample", "interview", "position", "interviewer", "client", "institute", "study", "empty"],
]);

export const recordOf = (rosterId: string) => `Item_${rosterId}`;

/** Type of an item's value in conditions; null for items without one. */
export function conditionTypeOf(item: Item): ConditionType | null {
  switch (item.type) {
    case "single":
    case "text":
    case "date":
    case "time":
    case "lookup":
    case "phone":
    case "consent":
    case "quota":
      return "string";
    case "multiple":
    case "ranking":
      return "list<string>";
    case "number":
    case "scale":
      return "double";
    case "info":
      return "bool";
    case "compute":
      return { number: "double", text: "string", boolean: "bool" }[item.as];
    case "grid":
      return `map<string, ${item.scale ? "double" : item.multiple ? "list<string>" : "string"}>`;
    case "select":
      return "Selection";
    case "relation":
      return "list<Relation>";
    case "roster":
      return `list<${recordOf(item.id)}>`;
    default:
      return null;
  }
}

export function symbolsOf(definition: Questionnaire): Symbols {
  const symbols: Symbols = { root: {}, rosters: {}, records: {} };
  const sampleTypes = { single: "string", text: "string", date: "string", number: "double", boolean: "bool" };
  const sample: Record<string, ConditionType> = {};
  for (const [name, variable] of Object.entries(definition.sample ?? {}))
    sample[name] = sampleTypes[variable.type];
  symbols.records.Sample = sample;
  symbols.records.Interview = { today: "string", language: "string" };
  symbols.records.Selection = { eligible: "double", selected: "string" };
  symbols.records.Relation = { a: "string", b: "string", code: "string" };
  collect(definition.items, symbols.root, symbols);
  for (const [id, names] of Object.entries(symbols.rosters)) {
    symbols.records[recordOf(id)] = { ...names, position: "double", id: "string" };
    names.position = "double";
  }
  symbols.root.sample = "Sample";
  symbols.root.interview = "Interview";
  return symbols;
}

function collect(items: readonly Item[], names: Record<string, ConditionType>, symbols: Symbols): void {
  for (const item of items) {
    const type = conditionTypeOf(item);
    if (type && !reservedIds.has(item.id)) names[item.id] = type;
    for (const option of "options" in item ? (item.options ?? []) : []) {
      if ("other" in option && option.other)
        names[option.other.id] = option.other.type === "number" ? "double" : "string";
    }
    if (item.type === "block") collect(item.items, names, symbols);
    if (item.type === "roster") {
      const inner: Record<string, ConditionType> = {};
      symbols.rosters[item.id] = inner;
      collect(item.items, inner, symbols);
    }
  }
}
