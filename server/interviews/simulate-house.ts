/**
 * The field of `fieldline simulate` as a house works it: a real database, and the functions behind the screens for
 * claim, dial, contact form, interview with its quota, outcome and plan. Only the people are invented, and the clock.
 */
import { MinHeap } from "../calling/min-heap.ts";
import { defaultOutcomes, findOutcome } from "../calling/outcome-catalogue.ts";
import type { FieldFigures } from "../calling/simulate-field.ts";
import { agreeTime, shiftsOf, slotOf } from "../calling/simulated-time.ts";
import { type SimulatedCall, simulateDial } from "../calling/simulation-model.ts";
import { claimNextCase } from "../cases/claim-next-case.ts";
import { type CloseRequest, closeAttempt } from "../cases/close-attempt.ts";
import type { HeldCase } from "../cases/held-case.ts";
import { releaseCase } from "../cases/lease.ts";
import { openAttempt } from "../cases/open-attempt.ts";
import { planDueCases } from "../cases/plan-due-cases.ts";
import { saveContactForm } from "../cases/save-contact-form.ts";
import { Problem } from "../http/problem.ts";
import { inspectSimulatedHouse } from "./inspect-simulated-house.ts";
import {
  type HouseSetup,
  isConverter,
  openSimulatedHouse,
  type SimulatedHouse,
} from "./open-simulated-house.ts";
import { talkSimulatedInterview } from "./talk-simulated-interview.ts";

/** A call is under way, or its interviewer is free. */
interface Event {
  at: number;
  who: number;
  call?: { held: HeldCase; attemptNo: number; said: SimulatedCall };
}

interface Run {
  house: SimulatedHouse;
  figures: FieldFigures;
}

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
    ...{ dispositions: {}, completesByHour: [] },
  };
  await workShifts({ house, figures });
  return { ...figures, ...(await inspectSimulatedHouse(house)) };
}

async function workShifts({ house, figures }: Run): Promise<void> {
  const { deps, setup, interviewers } = house;
  const shifts = interviewers.map((_, who) => shiftsOf(setup, who));
  const events = new MinHeap<Event>((a, b) => (a.at === b.at ? a.who < b.who : a.at < b.at));
  shifts.forEach((own, who) => {
    if (own[0]) events.push({ at: own[0].from, who });
  });
  let plannedAt = Number.NEGATIVE_INFINITY;
  for (let event = events.pop(); event; event = events.pop()) {
    const { at, who, call } = event;
    deps.clock.set(new Date(at));
    if (call) await endCall({ house, figures }, who, call);
    // A call that began in the shift is brought to its end.
    const shift = shifts[who]?.find(({ to }) => to > at);
    if (!shift) continue;
    if (shift.from > at) {
      events.push({ at: shift.from, who });
      continue;
    }
    if (at - plannedAt >= planEveryMs) {
      await planDueCases(deps);
      plannedAt = at;
    }
    const next = await workNext({ house, figures }, who, at);
    figures.hours += (next.at - at) / hour;
    if (!next.call) figures.idleHours += (next.at - at) / hour;
    figures.completesByHour[Math.floor(figures.hours)] = figures.completes;
    events.push(next);
  }
}

/** The next case and its dial; without one, some minutes of waiting. */
async function workNext({ house, figures }: Run, who: number, at: number): Promise<Event> {
  const { deps, interviewers, memories, random } = house;
  const user = interviewers[who];
  if (!user) return { at: at + minute, who };
  const held = await claimNextCase(deps, { user });
  if ("none" in held) return { at: waitUntil(at, held.nextAt?.getTime()), who };
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
  if (agreed !== null && Math.abs(at - agreed) <= 5 * minute) figures.appointmentsOnTime++;
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
  return { at: at + said.seconds * 1000, who, call: { held, attemptNo: attempt.no, said } };
}

/** Who has nothing looks again when something is expected, at least every few minutes. */
function waitUntil(at: number, nextAt: number | undefined): number {
  return Math.max(at + minute, Math.min(at + 4 * minute, nextAt ?? Number.POSITIVE_INFINITY));
}

/** Contact form, interview and outcome, as the interviewer's pages do it. */
async function endCall(
  { house, figures }: Run,
  who: number,
  call: NonNullable<Event["call"]>,
): Promise<void> {
  const { deps, interviewers, setup, random } = house;
  const { held, attemptNo, said } = call;
  const user = interviewers[who];
  if (!user) return;
  const { caseId, fence } = held;
  const close = (outcome: string, more: Partial<CloseRequest> = {}) =>
    closeAttempt(deps, { caseId, attemptNo, fence, outcome, ...more });
  if (said.contact) {
    const takesPart = said.outcome === "complete";
    await saveContactForm(deps, {
      ...{ caseId, attemptNo, fence },
      form: {
        ...{ person: takesPart ? "target" : "informant", targetConfirmed: takesPart },
        ...{ situation: held.history.length > 0 ? "callBack" : "first", language: "de", consents: {} },
      },
    });
  }
  if (said.outcome === "complete") {
    const { version } = house;
    const outcome = await talkSimulatedInterview(deps, { held, attemptNo, user, version, random });
    if (outcome === "complete") figures.completes++;
  } else if (said.outcome === "appointment") {
    const agreed = agreeTime({ start: setup.start, random }, deps.clock.now().getTime());
    if (agreed.for.getTime() < setup.start.getTime() + setup.days * 24 * hour) figures.appointmentsDue++;
    await close("appointment", { appointment: { kind: "hard", for: agreed.for, numberId: "n1" } });
  } else await close(said.outcome, said.outcome === "language" ? { note: "Polnisch" } : {});
}
