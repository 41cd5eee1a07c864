/**
 * The questionnaire as it is written: plain JSON with one type per item type, told apart by `type`.
 * surveys/schema/questionnaire.schema.json says the same to editors; surveys/README.md explains it.
 */

import type {
  Condition,
  LocalText,
  Option,
  OptionsFrom,
  Order,
  Placeholder,
  SampleVariable,
  Special,
  SpecialUse,
} from "./definition-parts.ts";

export type * from "./definition-parts.ts";

interface ItemBase {
  id: string;
  when?: Condition;
  /** For the people who write the questionnaire; never shown in an interview. */
  comment?: string;
}

interface ReadTexts {
  read: LocalText;
  instruction?: LocalText;
  probe?: LocalText;
  help?: LocalText;
}

interface QuestionBase extends ItemBase, ReadTexts {
  /** Short name for outlines, tables and charts; the read text is used without it. */
  label?: LocalText;
  specials?: (string | SpecialUse)[];
  /** Default true: the route waits for a value or a special answer. */
  required?: boolean;
  /** Needed for weighting: the linter wants it before every screen-out. */
  weighting?: boolean;
  /** Identifies a person: left out of exports for clients. */
  personal?: boolean;
}

interface WithOptions {
  options?: Option[];
  optionsFrom?: OptionsFrom | string | null;
  order?: Order;
  optionsRead?: "all" | "none" | "asNeeded";
}

export interface InfoItem extends ItemBase, ReadTexts {
  type: "info";
}
export interface SingleItem extends QuestionBase, WithOptions {
  type: "single";
}
export interface MultipleItem extends QuestionBase, WithOptions {
  type: "multiple";
  min?: number;
  max?: number;
}
export interface NumberItem extends QuestionBase {
  type: "number";
  min?: number;
  max?: number;
  decimals?: number;
  unit?: LocalText;
}
export interface TextItem extends QuestionBase {
  type: "text";
  /** Open-ended: a field of several lines, recorded word for word. */
  long?: boolean;
  minLength?: number;
  maxLength?: number;
}
export interface DateItem extends QuestionBase {
  type: "date";
  /** "YYYY-MM-DD" or "today", the first day of the interview. */
  min?: string;
  max?: string;
}
export interface TimeItem extends QuestionBase {
  type: "time";
  min?: string;
  max?: string;
}
export interface ScaleItem extends QuestionBase {
  type: "scale";
  min: number;
  max: number;
  minLabel?: LocalText;
  maxLabel?: LocalText;
  labels?: { [point: string]: LocalText };
}
export interface GridRow {
  code: string;
  label: LocalText;
  when?: Condition;
  anchor?: boolean;
}
/** Rows that share their answers: `options` (one each), `options` with `multiple`, or a `scale`. */
export interface GridItem extends QuestionBase {
  type: "grid";
  rows?: GridRow[];
  rowsFrom?: OptionsFrom | string | null;
  order?: Order;
  options?: Option[];
  optionsOrder?: Order;
  optionsRead?: "all" | "none" | "asNeeded";
  multiple?: boolean;
  scale?: { min: number; max: number; minLabel?: LocalText; maxLabel?: LocalText };
}
export interface RankingItem extends QuestionBase, WithOptions {
  type: "ranking";
  /** How many ranks at least and at most; all options without them. */
  min?: number;
  max?: number;
}
export interface LookupItem extends QuestionBase {
  type: "lookup";
  /** Name of an entry in `lists`. */
  list: string;
}
export interface PhoneItem extends QuestionBase {
  type: "phone";
  /** Country calling code for numbers written with a leading zero, such as "49". */
  country?: string;
}
export interface ConsentItem extends QuestionBase {
  type: "consent";
  /** What is agreed to: recording, recontact, panel, linkage ... */
  purpose: string;
  yes?: LocalText;
  no?: LocalText;
}
export interface SelectItem extends QuestionBase {
  type: "select";
  method: "lastBirthday" | "nextBirthday" | "kish" | "mobileUser";
  /** Roster of the eligible people; Kish needs it, the birthday methods may have it. */
  roster?: string;
  /** Which roster items are eligible; bare names are the item's. */
  eligible?: Condition;
}
export interface RelationItem extends QuestionBase {
  type: "relation";
  roster: string;
  /** "a is ... of b"; `inverse` is the code of "b is ... of a". */
  options: (Option & { inverse: string })[];
}
export interface BlockItem extends ItemBase {
  type: "block";
  title?: LocalText;
  order?: Order;
  /** Keeps its place in a shuffled block around it. */
  anchor?: boolean;
  items: Item[];
}
export interface RosterItem extends ItemBase {
  type: "roster";
  /** Where the items come from: exactly one of these four. */
  count?: Condition;
  list?: true;
  from?: string;
  fixed?: { code: string; label: LocalText }[];
  /** list: fewest and most items. count: most items. */
  min?: number;
  max?: number;
  /** Name of an item; may use placeholders answered inside the roster. */
  label?: LocalText;
  /** Text of the page where a list is filled. */
  read?: LocalText;
  instruction?: LocalText;
  items: Item[];
}
export interface ComputeItem extends ItemBase {
  type: "compute";
  value: Condition;
  as: "number" | "text" | "boolean";
  label?: LocalText;
}
export interface CheckItem extends ItemBase {
  type: "check";
  level: "hard" | "soft" | "info";
  /** The check fires when this is true; unknown never fires. */
  when: Condition;
  /** Where the interviewer can jump to put it right. */
  questions: string[];
  message: LocalText;
}
export interface QuotaItem extends ItemBase {
  type: "quota";
  /** Questions, computes and sample variables ("sample.region") that decide the cell. */
  by?: string[];
  /** Default "end": a full cell ends the interview with outcome quotaFull. */
  onFull?: "end" | "continue";
  read?: LocalText;
}
export interface EndItem extends ItemBase {
  type: "end";
  outcome: string;
  /** Last words to the respondent. */
  read?: LocalText;
  instruction?: LocalText;
}

export type Question =
  | SingleItem
  | MultipleItem
  | NumberItem
  | TextItem
  | DateItem
  | TimeItem
  | ScaleItem
  | GridItem
  | RankingItem
  | LookupItem
  | PhoneItem
  | ConsentItem
  | SelectItem
  | RelationItem;

export type Item =
  | InfoItem
  | Question
  | BlockItem
  | RosterItem
  | ComputeItem
  | CheckItem
  | QuotaItem
  | EndItem;

export type ItemType = Item["type"];

export interface LookupEntry {
  code: string;
  label: LocalText;
  /** Further words to find it by. */
  search?: string;
}

/** Entries in the definition itself, or a document of their own named by its hash per language. */
export type LookupList = { entries: LookupEntry[] } | { documents: { [language: string]: string } };

export interface Questionnaire {
  $schema?: string;
  formatVersion: 1;
  id: string;
  title: LocalText;
  description?: LocalText;
  languages: string[];
  sample?: { [name: string]: SampleVariable };
  placeholders?: { [name: string]: Placeholder };
  specials?: { [id: string]: Special };
  lists?: { [name: string]: LookupList };
  /** Default "purge": off-route answers are deleted when the interview is completed. */
  offRoute?: "purge" | "keep";
  items: Item[];
}
