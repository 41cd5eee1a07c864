import type { CaseStep } from "./case-step.ts";

/** A scalar that came with the sample. */
export type SampleValue = string | number | boolean;

export const caseStates = [
  "held",
  "ready",
  "waiting",
  "leased",
  "dialing",
  "connected",
  "interview",
  "wrap-up",
  "appointment",
  "rest",
  "hold-language",
  "hold-information",
  "hold-supervisor",
  "suspended",
  "blocked",
  "final",
] as const;
export type CaseState = (typeof caseStates)[number];

/** States in which an interviewer has the case on the screen; `lease` is set in exactly these. */
export const workStates = ["leased", "dialing", "connected", "interview", "wrap-up"] as const;

/** States that end by themselves, when their window opens. */
export const windowedStates = ["waiting", "rest", "appointment", "suspended", "hold-information"] as const;

export function isWorkState(state: CaseState): boolean {
  return workStates.some((work) => work === state);
}

/** The order in which ready cases go out; lower is sooner. */
export const bands = {
  hardAppointment: 0,
  softAppointment: 1,
  resume: 2,
  callBack: 3,
  /** Fresh cases and retries share a band: whoever was tried least comes first. */
  usual: 4,
} as const;
export type Band = (typeof bands)[keyof typeof bands];

export type NumberKind = "mobile" | "landline" | "other";
/** callable; dead: not in use; wrong: reaches somebody else; blocked: on a blocklist. */
export type NumberState = "callable" | "dead" | "wrong" | "blocked";

/** What somebody found out about a number's type, as the sample brought it. */
export interface NumberCheck {
  type: "landline" | "mobile" | "voip" | "unknown";
  /** Day of the check; null when the sample does not say. */
  on: Date | null;
  /** The numbering plan says landline, but it was ported to a mobile carrier. */
  ported: boolean;
}

/** One phone number of a case, without its digits (these are in the contact). */
export interface CaseNumber {
  id: string;
  kind: NumberKind;
  /** ISO 3166 alpha-2. */
  country: string;
  /** IANA zones that the number may be in; it is called only when it is open in all of them. */
  zones: string[];
  state: NumberState;
  attempts: number;
  check?: NumberCheck;
}

/** One sentence as a key under `why.` in the locales, and its values; instants as ISO strings. */
export interface Why {
  code: string;
  params: Record<string, string | number>;
}

export interface Lease {
  by: string;
  name: string;
  until: Date;
  since: Date;
  /** Where the case goes back to when nothing was dialed. */
  from: CaseState;
}

/** An agreed call time. hard: exact; soft: any time in [for, until]. One open appointment per case. */
export interface Appointment {
  kind: "hard" | "soft";
  for: Date;
  until: Date;
  /** Zone in which it was agreed. */
  zone: string;
  numberId: string | null;
  person: string | null;
  /** User id when it was agreed for one interviewer; null for anyone. */
  withUser: string | null;
  agreedBy: string;
  /** The respondent asked for a time outside the hours; logged, and then allowed. */
  atOwnRequest: boolean;
}

/** One sample unit to be worked. Holds neither personal data nor digits. */
export interface CaseDoc {
  _id: string;
  studyId: string;
  /** What people call the case: "CS-20436". */
  reference: string;
  /** Import batch; cases of an unfinished import are invisible (state "held", `importing`). */
  batch: string;
  state: CaseState;
  band: number;
  /** Higher goes out sooner within a band. */
  score: number;
  /** Callable from; null is at once. */
  windowFrom: Date | null;
  windowTo: Date | null;
  /** language/skill/calendar: all that an interviewer or an hour must match; see `pool.ts`. */
  pool: string;
  /** Raised by every write that decides anew; a candidate read before it is void. */
  planRevision: number;
  why: Why;
  lease: Lease | null;
  fence: number;
  /** Source of its numbers, by its id in the study; null for the study's own text. */
  source: string | null;
  replicate: number;
  random: number;
  language: string;
  /** ISO 3166-2 region for holidays, or null when unknown. */
  region: string | null;
  /** Skill that the next call needs, or "". */
  skill: string;
  sample: Record<string, SampleValue>;
  numbers: CaseNumber[];
  nextNumberId: string | null;
  /** The attempt on the line now. */
  current: { no: number; numberId: string } | null;
  /** Highest attempt number that was given out. */
  attempts: number;
  /** Attempt number up to which the plan is made; repeats the reschedule safely. */
  plannedTo: number;
  contacts: number;
  refusals: number;
  lastAttemptAt: Date | null;
  appointment: Appointment | null;
  interviewId: string | null;
  /** AAPOR code once final. */
  disposition: string | null;
  finalOutcome: string | null;
  /** How much sooner it goes out because its quota cell is little filled: 0 to 3, part of the score. */
  boost: number;
  /** What it was before a full quota cell blocked it, and since when it is. */
  blocked: { from: CaseState; why: Why; at?: Date } | null;
  /** Its way through the field, oldest first; cases of an older version have none. */
  steps?: CaseStep[];
  /** Times of appointments that passed while nobody had to call, because a quota cell was full. */
  lapsed?: Date[];
  /** Times agreed in a call that a supervisor changed, and what holds instead. */
  rescheduled?: { agreed: Date; to: Date }[];
  /** User ids of interviewers who know the person: it is never theirs again. */
  notFor?: string[];
}
