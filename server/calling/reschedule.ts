import {
  type Appointment,
  type Band,
  bands,
  type CaseDoc,
  type CaseNumber,
  type CaseState,
  type Why,
} from "../cases/case.ts";
import { finalDisposition } from "./final-disposition.ts";
import { nextNumber } from "./next-number.ts";
import { numbersAfter } from "./numbers-after.ts";
import { findOutcome, type Outcome, type OutcomeCatalogue } from "./outcome-catalogue.ts";
import type { Policy } from "./policy.ts";
import { placeOf, poolOfCase } from "./pool.ts";
import { type RetryWindow, retryWindow } from "./retry-window.ts";
import { scoreOf } from "./score-of.ts";

/** One closed attempt, as far as planning looks at it. */
export interface PastAttempt {
  no: number;
  numberId: string;
  at: Date;
  outcome: string;
  /** Language that was spoken there, where none of ours was understood. */
  spoken?: string;
}

/** What an outcome makes of a case; written in one guarded update. */
export interface Plan {
  state: CaseState;
  band: Band;
  score: number;
  windowFrom: Date | null;
  windowTo: Date | null;
  skill: string;
  pool: string;
  nextNumberId: string | null;
  numbers: CaseNumber[];
  appointment: Appointment | null;
  contacts: number;
  refusals: number;
  lastAttemptAt: Date | null;
  disposition: string | null;
  finalOutcome: string | null;
  why: Why;
}

/** Points by which a rested refusal goes before other retries. */
const rested = 10;

export interface PlanContext {
  policy: Policy;
  catalogue: OutcomeCatalogue;
  now: Date;
  appointment?: Appointment;
}

/**
 * Another number of a case for which the gateway has refused some for good, and from when that other one may be
 * tried; null when none is left. No history: at once.
 */
export function otherNumber(
  item: CaseDoc,
  history: readonly PastAttempt[],
  context: PlanContext & { refused: readonly string[] },
): { number: CaseNumber; from: Date } | null {
  const known = knownOf(context.catalogue, history);
  const numbers = numbersAfter(item.numbers, known).filter(({ id }) => !context.refused.includes(id));
  const last = known.at(-1);
  if (!last) {
    const number = numbers.find(({ state }) => state === "callable");
    return number ? { number, from: context.now } : null;
  }
  const { policy, now } = context;
  const opensAt = (number: CaseNumber) => {
    const place = placeOf(number, item.region);
    return retryWindow({ policy, last, known, next: number, place, now })?.from ?? null;
  };
  const number = nextNumber({ numbers, history: known, last, policy, opensAt });
  const from = number && opensAt(number);
  return number && from ? { number, from } : null;
}

/** The attempts with their rules; those whose outcome the catalogue lacks are left out. */
export function knownOf(catalogue: OutcomeCatalogue, history: readonly PastAttempt[]): Known[] {
  return history.flatMap((attempt) => {
    const rule = findOutcome(catalogue, attempt.outcome);
    return rule ? [{ ...attempt, rule }] : [];
  });
}

type Planned = Pick<Plan, "state" | "band" | "windowFrom" | "windowTo" | "why"> & Partial<Plan>;

/**
 * What becomes of a case after its last attempt was closed: pure, from the whole history. The clock of every
 * delay starts at the dial. A computed time always falls into an allowed hour.
 * `history` is oldest first and contains the attempt that was just closed.
 */
export function reschedule(item: CaseDoc, history: readonly PastAttempt[], context: PlanContext): Plan {
  const { catalogue, now, policy } = context;
  const known = knownOf(catalogue, history);
  const last = known.at(-1);
  const numbers = numbersAfter(item.numbers, known);
  const refusals = known.filter(({ rule }) => rule.kind === "refusal-soft").length;
  const base = {
    numbers,
    contacts: known.filter(({ rule }) => rule.contact).length,
    refusals,
    lastAttemptAt: last?.at ?? null,
    appointment: null,
    skill: item.skill,
    disposition: null,
    finalOutcome: null,
  };
  const windowOf = (number: CaseNumber) =>
    last
      ? retryWindow({ policy, last, known, next: number, place: placeOf(number, item.region), now })
      : null;
  const opensAt = (number: CaseNumber) => windowOf(number)?.from ?? null;
  const next = last ? nextNumber({ numbers, history: known, last, policy, opensAt }) : (numbers[0] ?? null);
  const planned = last
    ? planAfter(last, { item, next, windowOf, numbers, known, refusals, context })
    : ready(bands.usual, "fresh");
  const plan = { ...base, nextNumberId: next?.id ?? item.nextNumberId, ...planned };
  if (plan.state === "final")
    plan.disposition = finalDisposition(catalogue, known, {
      numbersLeft: numbers.some((number) => number.state === "callable"),
    });
  // A window that is open already needs no planner.
  const due = plan.state === "waiting" && plan.windowFrom !== null && plan.windowFrom <= now;
  if (due) plan.state = "ready";
  return {
    ...plan,
    // A rested refusal before a converter is worth more than a first try: 0.16 x 1.35 against 0.16 a contact.
    score: scoreOf(item, plan.state === "rest" ? -rested : known.length),
    pool: poolOfCase({ ...item, ...plan }),
  };
}

function ready(band: Band, code: string): Planned {
  return { state: "ready", band, windowFrom: null, windowTo: null, why: { code, params: {} } };
}

interface Known extends PastAttempt {
  rule: Outcome;
}

interface Situation {
  item: CaseDoc;
  next: CaseNumber | null;
  windowOf: (number: CaseNumber) => RetryWindow | null;
  numbers: CaseNumber[];
  known: readonly Known[];
  refusals: number;
  context: PlanContext;
}

function final(code: string, params: Why["params"], outcome: string): Planned {
  return {
    state: "final",
    band: bands.usual,
    windowFrom: null,
    windowTo: null,
    finalOutcome: outcome,
    why: { code, params },
  };
}

function hold(state: "hold-language" | "hold-supervisor", params: Why["params"]): Planned {
  return {
    state,
    band: bands.callBack,
    windowFrom: null,
    windowTo: null,
    why: { code: "language" in params ? "hold-language-known" : state, params },
  };
}

function planAfter(last: Known, situation: Situation): Planned {
  const { rule } = last;
  const { context, refusals } = situation;
  switch (rule.next.case) {
    case "final":
      return final("outcome-final", { outcome: rule.code }, rule.code);
    case "hold-language":
      return hold("hold-language", { outcome: rule.code, ...(last.spoken ? { language: last.spoken } : {}) });
    case "hold-supervisor":
      return hold("hold-supervisor", { outcome: rule.code });
    case "appointment":
      return context.appointment ? planAppointment(context.appointment, situation) : retry(last, situation);
    case "rest":
      if (refusals >= context.policy.maxSoftRefusals)
        return final("soft-refusals", { refusals, outcome: rule.code }, rule.code);
      return retry(last, situation);
    default:
      return retry(last, situation);
  }
}

function planAppointment(appointment: Appointment, { context, next, item }: Situation): Planned {
  return {
    ...appointmentPlan(appointment, context.policy),
    appointment,
    nextNumberId: appointment.numberId ?? next?.id ?? item.nextNumberId,
  };
}

/** How a case waits for its appointment. */
export function appointmentPlan(
  appointment: Appointment,
  policy: Policy,
): Pick<Plan, "state" | "band" | "windowFrom" | "windowTo" | "why"> {
  const early = appointment.kind === "hard" ? policy.appointments.hardFromMinutes : 0;
  const from = new Date(appointment.for.getTime() - early * 60_000);
  return {
    state: "appointment",
    band: appointment.kind === "hard" ? bands.hardAppointment : bands.softAppointment,
    windowFrom: from,
    windowTo: appointment.until,
    why: {
      code: appointment.kind === "hard" ? "appointment-hard" : "appointment-soft",
      params: {
        at: appointment.for.toISOString(),
        until: appointment.until.toISOString(),
        zone: appointment.zone,
      },
    },
  };
}

const stateOf: Record<string, CaseState> = {
  rest: "rest",
  suspended: "suspended",
  "hold-information": "hold-information",
};

function bandOf(rule: Outcome): Band {
  if (rule.next.case === "suspended") return bands.resume;
  if (rule.next.case === "call-back" || rule.kind === "appointment") return bands.callBack;
  return bands.usual;
}

function retry(last: Known, { next, windowOf, numbers, known, context }: Situation): Planned {
  const { policy } = context;
  if (!next) {
    const left = numbers.some((number) => number.state === "callable");
    return final(left ? "numbers-exhausted" : "no-number", { attempts: known.length }, last.rule.code);
  }
  if (known.length >= policy.limits.attemptsPerCase.limit)
    return final("case-cap", { attempts: known.length }, last.rule.code);
  const window = windowOf(next);
  if (!window)
    return {
      state: "hold-supervisor",
      band: bands.usual,
      windowFrom: null,
      windowTo: null,
      why: { code: "no-window", params: {} },
    };
  const skill = last.rule.next.skill;
  return {
    state: stateOf[last.rule.next.case] ?? "waiting",
    band: bandOf(last.rule),
    windowFrom: window.from,
    windowTo: window.to,
    ...(skill ? { skill } : {}),
    why: {
      code: window.why,
      params: { outcome: last.rule.code, from: window.from.toISOString(), zone: next.zones[0] ?? "UTC" },
    },
  };
}
