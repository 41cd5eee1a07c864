/**
 * The field of `fieldline simulate` as a house works it: a real database, and the functions behind the screens for
 * claim, dial, contact form, interview with its quota, outcome and plan. Only the people are invented, and the clock.
 */
import { MinHeap } from "../calling/min-heap.ts";
import { defaultOutcomes, findOutcome } from "../calling/outcome-catalogue.ts";
import type { FieldFigures } from "../calling/simulate-field.ts";
import { agreeTime, shiftsOf, slotOf } from "../calling/simulated-time.ts";
import { type SimulatedCall, simulateDial } from "../calling/simulation-model.ts";
import type { CaseState } from "../cases/case.ts";
import { claimCase } from "../cases/claim-next-case.ts";
import { type CloseRequest, closeAttempt } from "../cases/close-attempt.ts";
import type { HeldCase } from "../cases/held-case.ts";
import { releaseCase } from "../cases/lease.ts";
import { openAttempt } from "../cases/open-attempt.ts";
import { planDueCases } from "../cases/plan-due-cases.ts";
import { saveContactForm } from "../cases/save-contact-form.ts";
import { Problem } from "../http/problem.ts";
import { isFull } from "../quotas/quota-cell.ts";
import { cellsOfStudy } from "../quotas/quotas.ts";
import { inspectSimulatedHouse } from "./inspect-simulated-house.ts";
import {
  type HouseSetup,
  isConverter,
  openSimulatedHouse,
  type SimulatedHouse,
} from "./open-simulated-house.ts";
import { talkSimulatedInterview } from "./talk-simulated-interview.ts";

/** Somebody's shift begins, somebody's call ends, or (without anybody) the planner's turn has come. */
interface Event {
  at: number;
  who: number | null;
  call?: { held: HeldCase; attemptNo: number; numberId: string; said: SimulatedCall };
}

interface Run {
  house: SimulatedHouse;
  figures: FieldFigures;
  events: MinHeap<Event>;
  /** Of each interviewer. */
  shifts: Span[][];
  /** Who found no case, since when, and when they go home. */
  idle: Map<number, { since: number; until: number }>;
}

type Span = ReturnType<typeof shiftsOf>[number];

const minute = 60_000;
const hour = 60 * minute;
const planEveryMs = minute;

/**
 * Works the field to its last shift. Same seed, same field. The figures of what must never be (calls outside the
 * hours or beyond the caps, two at a case, cells above their target) are read from the database afterwards.
 */
export async function simulateHouse(setup: HouseSetup): Promise<FieldFigures> {
  const house = await openSimulatedHouse(setup);
  const figures: FieldFigures = {
    ...{ order: "rules", hours: 0, idleHours: 0, dials: 0, contacts: 0, completes: 0, refusals: 0 },
    ...{ appointmentsDue: 0, appointmentsOnTime: 0, violations: 0, doubleAllocations: 0, overQuota: 0 },
    ...{ dispositions: {}, quotaFill: null, hoursToFinish: null },
  };
  const run = startOf(house, figures);
  await workShifts(run);
  return { ...figures, ...(await inspectSimulatedHouse(house)) };
}

function startOf(house: SimulatedHouse, figures: FieldFigures): Run {
  const shifts = house.interviewers.map((_, who) => joined(shiftsOf(house.setup, who)));
  // The planner comes first, then the interviewers in their order, so that the same seed is the same field.
  const rank = ({ who }: Event) => who ?? -1;
  const events = new MinHeap<Event>((a, b) => (a.at === b.at ? rank(a) < rank(b) : a.at < b.at));
  shifts.forEach((own, who) => {
    for (const { from } of own) events.push({ at: from, who });
  });
  for (const { from, to } of joined(shifts.flat()))
    for (let at = from; at < to; at += planEveryMs) events.push({ at, who: null });
  return { house, figures, events, shifts, idle: new Map() };
}

/** Spans in order, those that touch or overlap made one. */
function joined(spans: readonly Span[]): Span[] {
  const union: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = union.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else union.push({ ...span });
  }
  return union;
}

async function workShifts(run: Run): Promise<void> {
  const { events, house, idle, figures } = run;
  for (let event = events.pop(); event; event = events.pop()) {
    const { at, who, call } = event;
    const finished = figures.hoursToFinish !== null;
    // The field is over: calls under way are brought to their end.
    if (finished && !call) continue;
    house.deps.clock.set(new Date(at));
    if (who === null) {
      if ((await planDueCases(house.deps)) > 0) await wakeIdle(run, at);
      continue;
    }
    const after = call ? await endCall(run, who, call) : null;
    if (finished) continue;
    if (after === "complete" && (await isFinished(run))) {
      for (const waiting of [...idle.keys()]) endIdling(run, waiting, at);
      figures.hoursToFinish = figures.hours;
      continue;
    }
    await goOn(run, who, at);
    if (after === "ready") await wakeIdle(run, at);
  }
  for (const who of [...idle.keys()]) endIdling(run, who, Number.POSITIVE_INFINITY);
}

/** Has the study what it wants: its target, or all that its quotas ask for? */
async function isFinished({ house, figures }: Run): Promise<boolean> {
  const { target } = house.setup.study;
  if (target !== null && figures.completes >= target) return true;
  const cells = await cellsOfStudy(house.deps, house.studyId);
  return cells.length > 0 && cells.every(isFull);
}

/** On to the next case, unless the shift is over: a call that began in it was brought to its end. */
async function goOn(run: Run, who: number, at: number): Promise<void> {
  const { events, figures, idle } = run;
  const shift = run.shifts[who]?.find(({ from, to }) => from <= at && at < to);
  if (!shift) return;
  const next = await workNext(run, who, at);
  if (!next) {
    idle.set(who, { since: at, until: shift.to });
    return;
  }
  figures.hours += (next.at - at) / hour;
  if (!next.call) figures.idleHours += (next.at - at) / hour;
  events.push(next);
}

/** Something became callable: those who wait ask again, until there is nothing more for people of their skills. */
async function wakeIdle(run: Run, at: number): Promise<void> {
  const served = new Map([
    [true, true],
    [false, true],
  ]);
  for (const [who, { until }] of [...run.idle]) {
    // Who went home comes with the next shift.
    if (until > at && !served.get(isConverter(who))) continue;
    endIdling(run, who, at);
    if (until <= at) continue;
    await goOn(run, who, at);
    if (run.idle.has(who)) served.set(isConverter(who), false);
  }
}

function endIdling({ figures, idle }: Run, who: number, at: number): void {
  const { since, until } = idle.get(who) ?? { since: at, until: at };
  idle.delete(who);
  const hours = Math.max(0, Math.min(at, until) - since) / hour;
  figures.hours += hours;
  figures.idleHours += hours;
}

/** The next case and its dial; null: there is none. */
async function workNext({ house, figures }: Run, who: number, at: number): Promise<Event | null> {
  const { deps, interviewers, memories, random } = house;
  const user = interviewers[who];
  const held = user && (await claimCase(deps, { user }));
  if (!held) return null;
  const { caseId, fence } = held;
  const numberId = (held.numbers.find(({ next }) => next) ?? held.numbers[0])?.id ?? "";
  const memory = memories.get(caseId);
  const attempt = await openAttempt(deps, { caseId, fence, numberId, user }).catch((error: unknown) => {
    if (error instanceof Problem && error.code === "dial-refused") return null;
    throw error;
  });
  if (!attempt || !memory) {
    await releaseCase(deps, { caseId, fence, user, reason: "the dial was refused" });
    return { at: at + minute, who };
  }
  const agreed = held.appointment?.kind === "hard" ? held.appointment.for.getTime() : null;
  const said = simulateDial(random, memory.person, {
    slot: slotOf(new Date(at)),
    hoursSinceNoAnswer: memory.noAnswerAt === null ? null : (at - memory.noAnswerAt) / hour,
    contactsBefore: memory.contacts,
    daysSinceRefusal: memory.refusedAt === null ? null : (at - memory.refusedAt) / (24 * hour),
    converter: isConverter(who),
    minutesAfterAppointment: agreed !== null && at >= agreed - 5 * minute ? (at - agreed) / minute : null,
  });
  const outcome = findOutcome(defaultOutcomes(), said.outcome);
  memory.noAnswerAt = outcome?.contact ? null : at;
  if (said.contact) memory.contacts++;
  if (outcome?.kind === "refusal-soft") memory.refusedAt = at;
  figures.dials++;
  if (said.contact) figures.contacts++;
  if (outcome?.kind.startsWith("refusal")) figures.refusals++;
  return { at: at + said.seconds * 1000, who, call: { held, attemptNo: attempt.no, numberId, said } };
}

/** Contact form, interview and outcome, as the interviewer's pages do it. */
async function endCall(
  { house, figures }: Run,
  who: number,
  call: NonNullable<Event["call"]>,
): Promise<CaseState | "complete" | null> {
  const { deps, interviewers, setup, random } = house;
  const { held, attemptNo, numberId, said } = call;
  const user = interviewers[who];
  if (!user) return null;
  const { caseId, fence } = held;
  const close = async (outcome: string, more: Partial<CloseRequest> = {}) =>
    (await closeAttempt(deps, { caseId, attemptNo, fence, outcome, ...more })).state;
  if (said.contact) {
    const takesPart = said.outcome === "complete";
    await saveContactForm(deps, {
      ...{ caseId, attemptNo, fence },
      form: {
        ...{ person: takesPart ? "target" : "informant", targetConfirmed: takesPart },
        ...{
          situation: held.history.length > 0 ? "callBack" : "first",
          language: held.language,
          consents: {},
        },
      },
    });
  }
  if (said.outcome === "complete") {
    const { version } = house;
    const outcome = await talkSimulatedInterview(deps, { held, attemptNo, user, version, random });
    if (outcome !== "complete") return null;
    figures.completes++;
    return "complete";
  }
  if (said.outcome === "appointment") {
    const agreed = agreeTime({ start: setup.start, random }, deps.clock.now().getTime());
    return close("appointment", {
      appointment: { kind: "hard", for: agreed.for, numberId },
    });
  }
  return close(said.outcome, said.outcome === "language" ? { note: "Polnisch" } : {});
}
