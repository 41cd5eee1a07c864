import { type CaseState, windowedStates } from "./case.ts";

export type CaseEvent =
  | "release"
  | "withhold"
  | "open-window"
  | "claim"
  | "give-back"
  | "lease-lost"
  | "dial"
  | "answer"
  | "confirm"
  | "hang-up"
  | "channel-lost"
  | "plan-waiting"
  | "plan-ready"
  | "plan-appointment"
  | "plan-rest"
  | "plan-suspended"
  | "plan-hold-language"
  | "plan-hold-information"
  | "plan-hold-supervisor"
  | "plan-final"
  | "block"
  | "unblock"
  | "find-inbound"
  | "reopen";

const atWork: CaseState[] = ["leased", "dialing", "connected", "interview", "wrap-up"];
const onCall: CaseState[] = ["dialing", "connected", "interview"];
const windowed: CaseState[] = [...windowedStates];
const idle: CaseState[] = ["ready", ...windowed, "hold-language", "hold-supervisor"];
/** After the outcome, or when a late outcome or a replan reaches a case that lies idle. */
const planned: CaseState[] = [...atWork, ...idle];

/** From which states each event leads where; `null` as the end means: back to where the lease found it. */
export const caseTransitions: Record<CaseEvent, { from: CaseState[]; to: CaseState | null }> = {
  release: { from: ["held"], to: "ready" },
  withhold: { from: ["ready"], to: "held" },
  "open-window": { from: windowed, to: "ready" },
  claim: { from: ["ready"], to: "leased" },
  // A rule of `inbound-refusal.ts` says which of the blocked and final ones are still of use.
  "find-inbound": { from: [...idle, "held", "blocked", "final"], to: "leased" },
  "give-back": { from: ["leased"], to: null },
  "lease-lost": { from: ["leased"], to: null },
  dial: { from: ["leased", "wrap-up"], to: "dialing" },
  answer: { from: ["dialing"], to: "connected" },
  confirm: { from: ["dialing", "connected"], to: "interview" },
  "hang-up": { from: onCall, to: "wrap-up" },
  "channel-lost": { from: [...onCall, "wrap-up"], to: "hold-supervisor" },
  "plan-waiting": { from: planned, to: "waiting" },
  "plan-ready": { from: planned, to: "ready" },
  "plan-appointment": { from: planned, to: "appointment" },
  "plan-rest": { from: planned, to: "rest" },
  "plan-suspended": { from: planned, to: "suspended" },
  "plan-hold-language": { from: planned, to: "hold-language" },
  "plan-hold-information": { from: planned, to: "hold-information" },
  "plan-hold-supervisor": { from: planned, to: "hold-supervisor" },
  "plan-final": { from: [...planned, "held", "blocked"], to: "final" },
  block: { from: [...idle, "held", ...atWork], to: "blocked" },
  unblock: { from: ["blocked"], to: "ready" },
  // A review took the complete away: the case is the supervisor's again, and planned from there.
  reopen: { from: ["final"], to: "hold-supervisor" },
};

/** A transition that the table does not have. */
export class TransitionError extends Error {
  constructor(state: CaseState, event: CaseEvent) {
    const allowed = caseTransitions[event].from.join(", ");
    super(`a case that is "${state}" cannot ${event}; allowed from: ${allowed}`);
  }
}

/** The state after an event. @throws TransitionError */
export function nextCaseState(
  state: CaseState,
  event: CaseEvent,
  leasedFrom: CaseState = "ready",
): CaseState {
  const rule = caseTransitions[event];
  if (!rule.from.includes(state)) throw new TransitionError(state, event);
  return rule.to ?? leasedFrom;
}
