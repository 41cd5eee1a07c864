/** A scalar that a sample file or the interview itself brings in before the first question. */
export type Scalar = string | number | boolean;

/**
 * The stored value of an answer. single, lookup, phone, text: string; multiple, ranking and rosters:
 * string[] in the order of mention; number and scale: number; date "YYYY-MM-DD"; time "HH:MM";
 * info: true once it was read; select: see respondent selection in the language guide.
 */
export type AnswerValue = Scalar | string[] | { [member: string]: Scalar | string[] };

/** A value or a special answer ("dk", "refused", ...), never both. */
export type Answer = { v: AnswerValue } | { s: string };

/** A soft check that somebody let stand; it holds only while the answers involved are unchanged. */
export interface Override {
  by: string;
  at: string;
  reason?: string;
  /** Digest of the answers involved when the override was given. */
  basis: string;
}

/**
 * Everything about one interview that the engine needs. Plain JSON: it is stored as it is in MongoDB
 * and sent as it is to the browser. Derived things (the route, the step) are never in here.
 */
export interface InterviewState {
  seed: string;
  language: string;
  /** First day of the interview, "YYYY-MM-DD"; midnight changes no route. */
  today: string;
  sample: Record<string, Scalar>;
  /** Keyed `question` or `question@item[@item]`; a grid row is `grid@row`. */
  answers: Record<string, Answer>;
  /** Realised orders by element key, stored by the act that leads to the step. */
  orders: Record<string, string[]>;
  quotas: Record<string, "open" | "full">;
  overrides: Record<string, Override>;
  /** How many items each roster ever created; item ids derive from it and are never reused. */
  created: Record<string, number>;
  /** Names of roster items, by `roster@item`. */
  names: Record<string, string>;
  /** List rosters of which the interviewer said that nobody is missing, by roster key. */
  closed?: Record<string, true>;
  lastSeq: number;
}

/** What an interviewer does to an interview. `seq` counts from 1 without gaps. */
export interface Act {
  seq: number;
  kind:
    | "answer"
    | "special"
    | "clear"
    | "addItem"
    | "renameItem"
    | "removeItem"
    | "override"
    | "language"
    | "note";
  /** Answer key, roster key (`roster@item` for rename and remove), check key; "" for language. */
  key: string;
  /** answer: AnswerValue; special: its id; language: the code; note, override: text. */
  value?: AnswerValue;
  /** ISO 8601 instant of the key press, on the interviewer's machine. */
  at: string;
  /** Milliseconds that the step was on the screen. */
  screenMs?: number;
  /** override: who let the check stand. */
  by?: string;
}

/** Why an answer was refused. `detail` is a sentence for the interviewer in the screen's language. */
export interface Rejection {
  code: string;
  key: string;
  params: Record<string, string | number>;
}
