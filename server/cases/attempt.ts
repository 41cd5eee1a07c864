import type { PastAttempt } from "../calling/reschedule.ts";
/** What the interviewer learned before the first question. */
export interface ContactForm {
  /** Who answered. */
  person: "informant" | "target" | "gatekeeper" | "unknown" | null;
  targetConfirmed: boolean;
  /** Words used: first call, call back, appointment ... */
  situation: ContactSituation;
  language: string | null;
  /** Consents given or refused on the line, by purpose. */
  consents: Record<string, boolean>;
}

export const contactSituations = [
  "first",
  "callBack",
  "appointment",
  "conversion",
  "inbound",
  "resume",
] as const;
export type ContactSituation = (typeof contactSituations)[number];

/** One dial of one number. Inserted before dialing, closed once; `_id` = caseId:no. */
export interface AttemptDoc {
  _id: string;
  caseId: string;
  studyId: string;
  no: number;
  numberId: string;
  numberKind: string;
  /** Keyed hash of the number, for the caps over all studies. */
  numberHash: string;
  by: string;
  byName: string;
  /** Lease fence under which it was opened. */
  fence: number;
  mode: string;
  startedAt: Date;
  connectedAt: Date | null;
  endedAt: Date | null;
  form: ContactForm | null;
  /** null until it is closed. */
  outcome: string | null;
  aapor: string | null;
  /** Encrypted under the attempt's id. */
  note: string | null;
  appointment: unknown;
  interviewId: string | null;
  /** Language that was spoken there, where none of ours was understood; when the interviewer knew it. */
  spoken?: string;
  /** Dialed outside the hours, because the respondent had asked for a call at this time. */
  outsideHours?: true;
  /** What it counts as since its interview was declared invalid; `outcome` stays what it was on the evening. */
  corrected?: { outcome: string; aapor: string | null; at: Date; by: string } | null;
}

/** The outcome that an attempt counts as. */
export function countsAs({ outcome, corrected }: Pick<AttemptDoc, "outcome" | "corrected">): string | null {
  return corrected?.outcome ?? outcome;
}

/** The closed ones, as far as planning looks at them. */
export function pastAttempts(attempts: readonly AttemptDoc[]): PastAttempt[] {
  return attempts.flatMap((attempt) => {
    const outcome = countsAs(attempt);
    const { no, numberId, startedAt: at, spoken } = attempt;
    return outcome === null ? [] : [{ no, numberId, at, outcome, ...(spoken ? { spoken } : {}) }];
  });
}

export function attemptId(caseId: string, no: number): string {
  return `${caseId}:${no}`;
}
