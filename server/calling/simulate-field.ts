import { allowDial } from "../compliance/allow-dial.ts";
import { isOpen } from "./calling-hours.ts";
import { MinHeap } from "./min-heap.ts";
import { defaultOutcomes, findOutcome } from "./outcome-catalogue.ts";
import type { Policy } from "./policy.ts";
import { placeOf } from "./pool.ts";
import { reschedule } from "./reschedule.ts";
import { type SimulatedCase, simulatedCase } from "./simulated-case.ts";
import { plainQueue, rulesQueue, type SimulatedOrder, type SimulatedQueue } from "./simulated-queue.ts";
import { agreeTime, shiftsOf, slotOf } from "./simulated-time.ts";
import { simulateDial } from "./simulation-model.ts";

export interface FieldSetup {
  policy: Policy;
  order: SimulatedOrder;
  cases: number;
  interviewers: number;
  days: number;
  random: () => number;
  /** First shift's day, local midnight as an instant. */
  start: Date;
  /** Told after every call. */
  watch?: (call: { end: Date; complete: boolean; final: boolean }) => void;
}

export interface FieldFigures {
  order: SimulatedOrder;
  hours: number;
  idleHours: number;
  dials: number;
  contacts: number;
  completes: number;
  refusals: number;
  /** Hard appointments that were dialed within five minutes, of those whose time fell into a shift. */
  appointmentsDue: number;
  appointmentsOnTime: number;
  violations: number;
  doubleAllocations: number;
  overQuota: number;
  /** Final AAPOR code -> cases; cases under way count by what is known. */
  dispositions: Record<string, number>;
  /** How much of the quota targets was reached, 0 to 1; null without quotas. */
  quotaFill: number | null;
  /** Hours on shift, of all interviewers, until the target or all quotas were reached; null: they were not, or there are none. */
  hoursToFinish: number | null;
}

/** What belongs to one run. */
interface Field {
  setup: FieldSetup;
  queue: SimulatedQueue;
  figures: FieldFigures;
  /** Cases whose call is under way: back in the queue when it ends. */
  returning: MinHeap<{ at: number; item: SimulatedCase }>;
  busyUntil: Map<string, number>;
}

const minute = 60_000;
const hour = 60 * minute;
/** Every fifth interviewer has the converter's skill. */
const isConverter = (interviewer: number) => interviewer % 5 === 0;

function queueOf(setup: FieldSetup): SimulatedQueue {
  if (setup.order === "rules") return rulesQueue();
  return plainQueue({
    appointments: setup.order === "fifo+appointments",
    ...(setup.order === "random" ? { random: setup.random } : {}),
  });
}

/**
 * Runs a whole field on an event queue: interviewers in shifts, invented respondents, and the real rules: the
 * gateway before every dial, the real plan after every outcome. Same random, same field.
 */
export function simulateField(setup: FieldSetup): FieldFigures {
  const queue = queueOf(setup);
  const cases = Array.from({ length: setup.cases }, (_, index) => simulatedCase(index, setup.random));
  for (const item of cases) queue.put(item, 0);
  const figures: FieldFigures = {
    order: setup.order,
    hours: 0,
    idleHours: 0,
    dials: 0,
    contacts: 0,
    completes: 0,
    refusals: 0,
    appointmentsDue: 0,
    appointmentsOnTime: 0,
    violations: 0,
    doubleAllocations: 0,
    overQuota: 0,
    dispositions: {},
    quotaFill: null,
    hoursToFinish: null,
  };
  const field: Field = {
    setup,
    queue,
    figures,
    returning: new MinHeap((a, b) => a.at < b.at),
    busyUntil: new Map(),
  };
  const events = new MinHeap<{ at: number; who: number; shift: number }>((a, b) => a.at < b.at);
  const shifts = Array.from({ length: setup.interviewers }, (_, who) => shiftsOf(setup, who));
  shifts.forEach((own, who) => {
    if (own[0]) events.push({ at: own[0].from, who, shift: 0 });
  });
  for (let event = events.pop(); event; event = events.pop()) {
    const own = shifts[event.who] ?? [];
    const shift = own[event.shift];
    if (!shift) continue;
    if (event.at >= shift.to) {
      const next = own[event.shift + 1];
      if (next) events.push({ at: Math.max(next.from, event.at), who: event.who, shift: event.shift + 1 });
      continue;
    }
    const item = nextAllowed(field, event.at, isConverter(event.who));
    const seconds = item ? work(field, item, event.at, isConverter(event.who)) : 60;
    figures.hours += seconds / 3600;
    if (!item) figures.idleHours += seconds / 3600;
    events.push({ at: event.at + seconds * 1000, who: event.who, shift: event.shift });
  }
  for (const { doc } of cases) {
    const code = doc.disposition ?? (doc.attempts === 0 ? "3.11" : doc.contacts > 0 ? "2.20" : "3.13");
    figures.dispositions[code] = (figures.dispositions[code] ?? 0) + 1;
  }
  return figures;
}

/** The next case that the gateway lets through; others wait until their next allowed time, or go to the end. */
function nextAllowed(field: Field, at: number, converter: boolean): SimulatedCase | undefined {
  const { queue, setup, figures, returning } = field;
  for (let back = returning.peek(); back && back.at <= at; back = returning.peek()) {
    returning.pop();
    queue.put(back.item, back.at);
  }
  let found: SimulatedCase | undefined;
  while (!found) {
    const item = queue.take(at, converter);
    if (!item) break;
    const decision = allowDial(factsOf(item, setup.policy), new Date(at));
    if (decision.allowed) found = item;
    // A rule that time does not heal ends the case; others bring it back when they let go.
    else if (decision.nextAllowedAt) {
      item.turn++;
      returning.push({ at: decision.nextAllowedAt.getTime(), item });
    }
  }
  const { appointment } = found?.doc ?? {};
  if (appointment && Math.abs(at - appointment.for.getTime()) <= 5 * minute) figures.appointmentsOnTime++;
  return found;
}

function factsOf(item: SimulatedCase, policy: Policy) {
  const [number] = item.doc.numbers;
  return {
    study: { _id: "simulated", status: "open", telephony: "simulated", policy, advertising: false },
    mode: "person" as const,
    number: number ?? null,
    place: number ? placeOf(number, item.doc.region) : { zones: [], country: "", region: null },
    valid: true,
    fiction: true,
    attemptsOfCase: item.doc.attempts,
    book: {
      dials: item.history.map((past) => ({ attemptId: `${past.no}`, studyId: "simulated", at: past.at })),
      restUntil: null,
      restReason: null,
    },
    busy: false,
    blocked: null,
    blockingFile: null,
    consent: true,
    silentShare: null,
    silentShareToMobiles: null,
    atOwnRequest: item.doc.appointment?.atOwnRequest ?? false,
  };
}

/** One call, its outcome and the new plan. @returns seconds that it took */
function work(field: Field, item: SimulatedCase, at: number, converter: boolean): number {
  const { setup, figures, busyUntil } = field;
  const { doc, history, person } = item;
  const now = new Date(at);
  if ((busyUntil.get(doc._id) ?? 0) > at) figures.doubleAllocations++;
  const [number] = doc.numbers;
  if (
    number &&
    !isOpen(setup.policy.hours, placeOf(number, doc.region), now) &&
    !doc.appointment?.atOwnRequest
  )
    figures.violations++;
  const last = history.at(-1);
  const refused = history.findLast(
    (past) => findOutcome(defaultOutcomes(), past.outcome)?.kind === "refusal-soft",
  );
  const appointment = doc.appointment?.kind === "hard" ? doc.appointment.for.getTime() : null;
  const call = simulateDial(setup.random, person, {
    slot: slotOf(now),
    hoursSinceNoAnswer:
      last && !findOutcome(defaultOutcomes(), last.outcome)?.contact ? (at - last.at.getTime()) / hour : null,
    contactsBefore: doc.contacts,
    daysSinceRefusal: refused ? (at - refused.at.getTime()) / (24 * hour) : null,
    converter,
    minutesAfterAppointment:
      appointment !== null && at >= appointment - 5 * minute ? (at - appointment) / minute : null,
  });
  const end = at + call.seconds * 1000;
  busyUntil.set(doc._id, end);
  history.push({ no: history.length + 1, numberId: "n1", at: now, outcome: call.outcome });
  figures.dials++;
  if (call.contact) figures.contacts++;
  if (call.outcome === "complete") figures.completes++;
  if (findOutcome(defaultOutcomes(), call.outcome)?.kind.startsWith("refusal")) figures.refusals++;
  const agreed = call.outcome === "appointment" ? agreeTime(setup, end) : null;
  if (agreed && agreed.for.getTime() < setup.start.getTime() + setup.days * 24 * hour)
    figures.appointmentsDue++;
  const plan = reschedule({ ...doc, state: "dialing" }, history, {
    policy: setup.policy,
    catalogue: defaultOutcomes(),
    now: new Date(end),
    ...(agreed ? { appointment: agreed } : {}),
  });
  Object.assign(doc, plan, { attempts: history.length });
  item.turn++;
  const out =
    plan.state === "final" || plan.state.startsWith("hold-language") || plan.state === "hold-supervisor";
  if (!out) field.returning.push({ at: end, item });
  setup.watch?.({
    end: new Date(end),
    complete: call.outcome === "complete",
    final: plan.state === "final",
  });
  return call.seconds;
}
