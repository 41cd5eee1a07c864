import { planDueCases } from "../cases/plan-due-cases.ts";
import { simulatedClock } from "../simulated-clock.ts";
import {
  type CaseWork,
  demoShift,
  noteTime,
  type RobotUser,
  type SimulatedField,
  workNextCase,
} from "./simulated-interviewer.ts";

export interface FieldworkTally {
  attempts: number;
  /** Interviews that were begun. */
  interviews: number;
  completes: number;
  refusals: number;
  completesByStudy: Record<string, number>;
}

export interface FieldworkPlan {
  /** First day of calling; shifts begin at 15 o'clock UTC on every day from then on. */
  from: Date;
  /** No call begins after this instant. */
  until: Date;
  /** Stop when this many are complete, by study id. */
  targets: Record<string, number>;
  /** How many interviewers work at the same time; with 1, the same seed gives the same field. */
  together: number;
  progress?: (tally: FieldworkTally) => void;
}

const hourMs = 3_600_000;
/** Appointments become ready five minutes ahead; less often would make them late. */
const planEveryMs = 120_000;
/** Longer than any rest after a refusal. */
const mostIdleDays = 8;

const refusals = new Set(["refused-today", "refused", "never-again", "hung-up", "gatekeeper-refusal"]);
const inInterview = new Set(["complete", "break-off", "ineligible", "refused", "quotaFull"]);

function count(tally: FieldworkTally, work: Exclude<CaseWork, { none: string }>): void {
  tally.attempts++;
  if (refusals.has(work.outcome)) tally.refusals++;
  if (inInterview.has(work.outcome) && work.interview) tally.interviews++;
  if (work.outcome !== "complete") return;
  tally.completes++;
  tally.completesByStudy[work.studyId] = (tally.completesByStudy[work.studyId] ?? 0) + 1;
}

const isDone = (tally: FieldworkTally, targets: Record<string, number>) =>
  Object.entries(targets).every(([study, target]) => (tally.completesByStudy[study] ?? 0) >= target);

/**
 * Interviewers work their shifts on the simulated clock until enough is complete; whoever is free first takes the
 * next case. Days without a single call end it: the sample is worked off.
 */
export async function simulateFieldwork(
  field: SimulatedField,
  users: readonly RobotUser[],
  plan: FieldworkPlan,
): Promise<FieldworkTally> {
  const tally: FieldworkTally = {
    attempts: 0,
    interviews: 0,
    completes: 0,
    refusals: 0,
    completesByStudy: {},
  };
  let idleDays = 0;
  const midnight = new Date(plan.from);
  midnight.setUTCHours(0, 0, 0, 0);
  for (let day = midnight.getTime(); day < plan.until.getTime(); day += 24 * hourMs) {
    const start = Math.max(plan.from.getTime(), day + demoShift.from * hourMs);
    const end = Math.min(plan.until.getTime(), day + (demoShift.from + demoShift.hours) * hourMs);
    const before = tally.attempts;
    if (await workShift(field, users, { ...plan, start, end }, tally)) return tally;
    idleDays = tally.attempts === before ? idleDays + 1 : 0;
    if (idleDays >= mostIdleDays) return tally;
  }
  return tally;
}

interface Robot {
  user: RobotUser;
  /** The common field, with a clock of one's own: two calls at the same time may last differently. */
  field: SimulatedField;
  free: number;
}

function robotsOf(field: SimulatedField, users: readonly RobotUser[], start: number): Robot[] {
  return users.map((user, index) => {
    // Nobody logs in at the same second.
    const free = start + index * 20_000;
    return {
      user,
      free,
      field: { ...field, deps: { ...field.deps, clock: simulatedClock(new Date(free)) } },
    };
  });
}

/** @returns whether the targets are met */
async function workShift(
  field: SimulatedField,
  users: readonly RobotUser[],
  plan: FieldworkPlan & { start: number; end: number },
  tally: FieldworkTally,
): Promise<boolean> {
  const robots = robotsOf(field, users, plan.start);
  const before = field.marks.length;
  try {
    return await workUntilEnd(field, robots, plan, tally);
  } finally {
    // Whoever worked at all signs out when the shift is over, or when enough is complete.
    const worked = new Set(field.marks.slice(before).map(({ userId }) => userId));
    for (const { user, field: own } of robots)
      if (worked.has(user.id)) noteTime(own, { userId: user.id, kind: "off" });
  }
}

async function workUntilEnd(
  field: SimulatedField,
  robots: Robot[],
  plan: FieldworkPlan & { end: number },
  tally: FieldworkTally,
): Promise<boolean> {
  let plannedAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const next = robots.filter(({ free }) => free < plan.end).sort((a, b) => a.free - b.free);
    const [first] = next;
    if (!first) return false;
    field.deps.clock.set(new Date(first.free));
    if (first.free - plannedAt >= planEveryMs) {
      await planDueCases(field.deps);
      plannedAt = first.free;
    }
    await Promise.all(next.slice(0, plan.together).map((robot) => workOne(robot, plan, tally)));
    if (isDone(tally, plan.targets)) return true;
  }
}

async function workOne(
  robot: Robot,
  plan: FieldworkPlan & { end: number },
  tally: FieldworkTally,
): Promise<void> {
  const { clock } = robot.field.deps;
  clock.set(new Date(robot.free));
  const open = Object.entries(plan.targets)
    .filter(([study, target]) => (tally.completesByStudy[study] ?? 0) < target)
    .map(([study]) => study);
  const work = await workNextCase(robot.field, robot.user, open);
  if ("none" in work) {
    noteTime(robot.field, { userId: robot.user.id, kind: "no-sample" });
    robot.free = Math.max(robot.free + hourMs / 4, work.nextAt?.getTime() ?? plan.end);
    return;
  }
  robot.free = clock.now().getTime();
  count(tally, work);
  plan.progress?.(tally);
}
