/** Every limit says what it counts and what it rests on, so that a refusal quotes what really applies. */
export interface Basis {
  basis: "law" | "code" | "house";
  source: string;
}

export interface Limit extends Basis {
  numerator: string;
  denominator: string;
  window: "call" | "day" | "30 days" | "study";
  scope: "number" | "case" | "study" | "institute";
  /** A count, or a share of 1 when there is a denominator. */
  limit: number;
}

/** Local wall-clock span, "09:00" to "21:00"; "24:00" is allowed as an end. */
export type Span = [from: string, to: string];
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

export interface Slice {
  name: string;
  days: Weekday[];
  from: string;
  to: string;
}

/** Who may be called when, how often and after what. JSON Schema: `surveys/schema/policy.schema.json`. */
export interface Policy {
  formatVersion: 1;
  name: string;
  title: Record<string, string>;
  hours: Basis & {
    days: Record<Weekday, Span[]>;
    /** Replaces the weekday's hours on public holidays of the respondent's country and region; null: no difference. */
    holidays: Span[] | null;
    /** Days that count only with `reason` stated; without it they are closed. */
    needReason: (Weekday | "holiday")[];
    reason: string | null;
  };
  limits: {
    attemptsPerNumber: Limit;
    attemptsPerNumberPerDay: Limit;
    attemptsPerCase: Limit;
    institutePerNumberPerDay: Limit;
    silentCalls: Limit;
    /** Rests that hold for a machine's dials only, in hours after the dial that brought them. */
    hoursAfterSilentCall?: Limit;
    hoursAfterMachineDetection?: Limit;
    /** For numbers that count as mobile, on top of `silentCalls`. */
    silentCallsToMobiles?: Limit;
    recordedMessagesToMobiles?: Limit;
    /** A check of the number's type that is older counts as none, and no check as mobile. */
    daysSinceNumberCheck?: Limit;
    daysSinceBlockingFile?: Limit;
  };
  rest: Basis & {
    /** Days without any call of the institute after a complete, or after any refusal, at that number. */
    instituteAfterCompleteDays: number;
    instituteAfterRefusalDays: number;
  };
  consent: Basis & { call: "none" | "required" | "required-mobile-auto" };
  /** What is quoted where a study counts as advertising; whether it does is the study's own mark. */
  advertising?: Basis;
  /** A list from outside the house; while none was imported nothing is dialed, or the study's page says so. */
  blockingFile?: Basis & { list: string; missing: "refuse" | "warn" };
  slices: Slice[];
  appointments: {
    /** A hard appointment may be dialed from this many minutes before it. */
    hardFromMinutes: number;
    /** Kept for the agreed interviewer for so long, then anyone. */
    sameInterviewerMinutes: number;
    /** Dialed later than this it counts as missed and becomes a call-back. */
    missedAfterMinutes: number;
  };
  /** Soft refusals after which no further conversion is tried. */
  maxSoftRefusals: number;
  /** Minutes, hours and days by outcome code in place of the catalogue's. */
  delays: Record<string, { delayMinutes?: number; avoidHours?: number; restDays?: number }>;
  /**
   * Cases of the least filled quota cells go out sooner, where the sample tells the cell; an empty cell counts like
   * three attempts less. Without it: true.
   */
  leastFilledFirst?: boolean;
  dialing: Basis & { mode: "manual" | "preview" | "progressive"; previewSeconds: number };
  /** What the house owes besides and no program can hold; the desk reads it. */
  duties?: (Basis & { text: Record<string, string> })[];
  /** Numbers reserved for fiction, dialed by the simulated adapter; nothing else. */
  fictionOnly: boolean;
}

/** A study without a policy has an empty object in its place. */
export function isPolicy(policy: object): policy is Policy {
  return "hours" in policy && "limits" in policy;
}
