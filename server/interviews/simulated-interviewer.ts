import { claimNextCase } from "../cases/claim-next-case.ts";
import { type CloseRequest, closeAttempt } from "../cases/close-attempt.ts";
import type { HeldCase } from "../cases/held-case.ts";
import { openAttempt } from "../cases/open-attempt.ts";
import { saveContactForm } from "../cases/save-contact-form.ts";
import type { NoCase } from "../cases/why-no-case.ts";
import type { Deps } from "../deps.ts";
import type { RecordedMark } from "../monitoring/time-ledger.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import type { SimulatedClock } from "../simulated-clock.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { drawPersona, type Persona } from "../telephony/persona.ts";
import {
  type CallSituation,
  drawReachability,
  type Reachability,
  type Reaction,
  simulateCall,
} from "../telephony/simulated-call.ts";
import { applyActs } from "./apply-acts.ts";
import { completeInterview } from "./complete-interview.ts";
import { openInterview } from "./open-interview.ts";
import { simulateInterview } from "./simulated-interview.ts";
import { suspendInterview } from "./suspend-interview.ts";

export interface RobotUser {
  id: string;
  name: string;
  languages: string[];
  skills: string[];
}

/** What the robots know: the studies they call for, and the people behind the cases, drawn at the first call. */
export interface SimulatedField {
  deps: Deps & { clock: SimulatedClock };
  studies: Map<string, StudyDoc>;
  people: Map<string, { persona: Persona; reachability: Reachability }>;
  /** Studies whose sample are the client's customers, who have agreed to be called. */
  customers: Set<string>;
  /** How much readier people are than in real life, so that few calls give many interviews. */
  lively: CallSituation["lively"];
  /** Where working time is noted, as the workstation would. */
  marks: RecordedMark[];
}

/** Notes what somebody turns to at this moment of the simulated clock. */
export function noteTime({ deps, marks }: SimulatedField, mark: Omit<RecordedMark, "at">): void {
  marks.push({ ...mark, at: deps.clock.now() });
}

/** `interview`: was the questionnaire begun? */
export type CaseWork = { outcome: string; studyId: string; interview: boolean } | NoCase;

const outcomes: Record<Exclude<Reaction, "takesPart">, string> = {
  callBack: "call-back",
  hardAppointment: "appointment",
  softRefusal: "refused-today",
  hardRefusal: "refused",
  neverAgain: "never-again",
  ineligible: "no-eligible",
  languageProblem: "language",
  hangsUp: "hung-up",
};

const unanswered = {
  noAnswer: "no-answer",
  busy: "busy",
  voicemail: "voicemail",
  dead: "dead-number",
  notPrivate: "business",
} as const;

function respondent(field: SimulatedField, held: HeldCase) {
  const known = field.people.get(held.caseId);
  if (known) return known;
  const { random } = field.deps;
  const languages = field.studies.get(held.studyId)?.languages ?? [held.language];
  const drawn = drawReachability(random);
  // A firm's own list has few dead numbers and no businesses.
  const reachability = field.customers.has(held.studyId) && drawn !== "employed" ? "home" : drawn;
  const person = { persona: drawPersona(random, held.sample, languages), reachability };
  field.people.set(held.caseId, person);
  return person;
}

function situationOf(field: SimulatedField, held: HeldCase, numberId: string): CallSituation {
  const now = field.deps.clock.now();
  const local = new Intl.DateTimeFormat("en-GB", {
    timeZone: held.zone,
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const part = (type: string) => local.find((piece) => piece.type === type)?.value ?? "";
  return {
    reachability: respondent(field, held).reachability,
    mobile: held.numbers.find(({ id }) => id === numberId)?.kind === "mobile",
    weekday: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(part("weekday")),
    hour: Number(part("hour")),
    contactedBefore: held.history.some(
      ({ outcome }) => outcome === "call-back" || outcome === "refused-today",
    ),
    appointment: held.appointment !== null,
    customer: field.customers.has(held.studyId),
    lively: field.lively,
  };
}

/** UTC. Short, so that a small field stretches over some evenings as a real one does. */
export const demoShift = { from: 15, hours: 1.75 };

/** Within three days, at a quarter of an hour when somebody is on shift. */
function agreedTime(now: Date, random: () => number): Date {
  const day = new Date(now.getTime() + (1 + Math.floor(random() * 3)) * 86_400_000);
  day.setUTCHours(demoShift.from, 15 * Math.floor(random() * 4 * demoShift.hours), 0, 0);
  return day;
}

/**
 * Takes the next case, calls, talks, codes the outcome: the whole way of an interviewer, through the functions
 * behind the screens. Returns what it came to, or why there was no case.
 */
export async function workNextCase(
  field: SimulatedField,
  user: RobotUser,
  studyIds: string[],
): Promise<CaseWork> {
  const { deps } = field;
  const held = await claimNextCase(deps, { user, studyIds });
  if ("none" in held) return held;
  const { caseId, studyId, fence } = held;
  noteTime(field, { userId: user.id, studyId, kind: "dialing", event: `${caseId}:${fence}` });
  deps.clock.pass(6);
  const numberId = (held.numbers.find(({ next }) => next) ?? held.numbers[0])?.id ?? "";
  const call = simulateCall(deps.random, situationOf(field, held, numberId));
  const attempt = await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId, user });
  deps.clock.pass(call.seconds);
  const close = async (outcome: string, more: Partial<CloseRequest> = {}) => {
    noteTime(field, { userId: user.id, studyId, kind: "wrap-up", event: `${caseId}:${attempt.no}` });
    deps.clock.pass(outcome === "no-answer" ? 4 : 14);
    await closeAttempt(deps, {
      caseId: held.caseId,
      attemptNo: attempt.no,
      fence: held.fence,
      outcome,
      ...more,
    });
    return { outcome, studyId: held.studyId, interview: more.interviewId !== undefined };
  };
  if (call.kind !== "answered") return close(unanswered[call.kind]);
  const { persona } = respondent(field, held);
  const takesPart = call.reaction === "takesPart";
  await saveContactForm(deps, {
    caseId: held.caseId,
    attemptNo: attempt.no,
    fence: held.fence,
    form: {
      person: takesPart ? "target" : "informant",
      targetConfirmed: takesPart,
      situation: held.interviewId
        ? "resume"
        : held.appointment
          ? "appointment"
          : held.history.length > 0
            ? "callBack"
            : "first",
      language: persona.language,
      consents: {},
    },
  });
  if (call.reaction === "takesPart") return interview(field, user, held, attempt.no, close);
  if (call.reaction === "hardAppointment")
    return close("appointment", {
      appointment: { kind: "hard", for: agreedTime(deps.clock.now(), deps.random), numberId },
    });
  return close(
    outcomes[call.reaction],
    call.reaction === "languageProblem" ? { note: "Polnisch oder Ukrainisch" } : {},
  );
}

async function interview(
  field: SimulatedField,
  user: RobotUser,
  held: HeldCase,
  attemptNo: number,
  close: (outcome: string, more?: Partial<CloseRequest>) => Promise<CaseWork>,
): Promise<CaseWork> {
  const { deps } = field;
  const { persona } = respondent(field, held);
  const version = field.studies.get(held.studyId)?.versions.at(-1)?.hash ?? "";
  let doc = await openInterview(deps, {
    held: { ...held, attemptNo },
    version,
    user,
    language: persona.language,
  });
  noteTime(field, {
    ...{ userId: user.id, studyId: held.studyId, kind: "interview" as const },
    event: `${held.caseId}:${attemptNo}`,
  });
  const compiled = await compiledQuestionnaire(deps, doc.version);
  for (;;) {
    const said = simulateInterview(compiled, doc.state, persona, deps.random, deps.clock.now());
    deps.clock.pass(said.seconds);
    if (said.acts.length > 0) {
      const request = { interviewId: doc._id, fence: doc.fence, acts: said.acts, user };
      doc = (await applyActs(deps, request)).interview;
    }
    if (said.stopped === "broken-off") {
      await suspendInterview(deps, { interviewId: doc._id, as: "open" });
      return close("break-off", { interviewId: doc._id });
    }
    if (said.stopped === "end") break;
  }
  const done = await completeInterview(deps, { interviewId: doc._id, fence: doc.fence, user });
  return { outcome: done.outcome ?? "complete", studyId: held.studyId, interview: true };
}
