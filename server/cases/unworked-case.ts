import type { CaseDoc } from "./case.ts";

/** What every case has in common before anybody worked it. */
type Unworked = Pick<
  CaseDoc,
  | "windowFrom"
  | "windowTo"
  | "planRevision"
  | "lease"
  | "fence"
  | "current"
  | "attempts"
  | "plannedTo"
  | "contacts"
  | "refusals"
  | "lastAttemptAt"
  | "appointment"
  | "interviewId"
  | "disposition"
  | "finalOutcome"
  | "boost"
  | "source"
  | "blocked"
>;

/** A fresh object for each case, because some of its members are changed in place in simulations. */
export function unworkedCase(): Unworked {
  return {
    windowFrom: null,
    windowTo: null,
    planRevision: 0,
    lease: null,
    fence: 0,
    current: null,
    attempts: 0,
    plannedTo: 0,
    contacts: 0,
    refusals: 0,
    lastAttemptAt: null,
    appointment: null,
    interviewId: null,
    disposition: null,
    finalOutcome: null,
    boost: 0,
    source: null,
    blocked: null,
  };
}
