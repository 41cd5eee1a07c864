import type { CompiledCondition, ConditionScope } from "./condition.ts";
import type {
  Item,
  LookupEntry,
  OptionsFrom,
  Order,
  OtherSpecify,
  Placeholder,
  Questionnaire,
} from "./definition.ts";
import type { CompiledText } from "./text.ts";

/** Something wrong with a definition: a stable code, the exact place, and what to change. */
export interface Finding {
  code: string;
  pointer: string;
  message: string;
}

export interface CompiledOption {
  code: string;
  label: CompiledText;
  when: CompiledCondition | null;
  anchor: boolean;
  exclusive: boolean;
  other: (OtherSpecify & { labelText: CompiledText | null }) | null;
  inverse: string | null;
  /** Handed on from an "other" option: the id of the field whose words name it here, once they were typed. */
  namedBy: string | null;
}

export interface CompiledSpecial {
  id: string;
  label: CompiledText;
  entry: string;
  readOut: boolean;
  when: CompiledCondition | null;
}

export interface Mask extends Required<OptionsFrom> {
  node: Node;
}

/** One item of the questionnaire, ready to run. */
export interface Node {
  item: Item;
  id: string;
  pointer: string;
  parent: Node | null;
  /** Rosters around it, outermost first. */
  rosters: Node[];
  children: Node[];
  /** Place in the order of the questionnaire. */
  index: number;
  /** How many questions it holds, itself included. */
  questions: number;
  when: CompiledCondition | null;
  /** compute: the value; roster: the count; select: who is eligible. */
  value: CompiledCondition | null;
  texts: Record<string, CompiledText>;
  options: CompiledOption[];
  optionByCode: Map<string, CompiledOption>;
  order: Order;
  /** Do visible options depend on the interview (conditions or a mask)? */
  masked: boolean;
  mask: Mask | null;
  rows: CompiledOption[];
  rowOrder: Order;
  rowMask: Mask | null;
  specials: CompiledSpecial[];
  /** Roster that select and relation work on, and source of a roster "from". */
  target: Node | null;
}

export interface CompiledList {
  /** All entries; of a list with a document per language the union, with a label in each language that has one. */
  entries: LookupEntry[];
  byCode: Map<string, LookupEntry>;
  /** What is offered in each language, where it has a document of its own. */
  byLanguage: Map<string, LookupEntry[]>;
}

export interface Compiled {
  definition: Questionnaire;
  roots: Node[];
  nodes: Map<string, Node>;
  /** Other-specify ids: the question and option they belong to. */
  others: Map<string, { node: Node; option: CompiledOption }>;
  specials: Map<string, { label: CompiledText; entry: string; exportCode: string }>;
  placeholders: Map<
    string,
    { definition: Placeholder; fallback: CompiledText | null; value: CompiledCondition | null }
  >;
  lists: Map<string, CompiledList>;
  scope: ConditionScope;
  title: CompiledText;
}
