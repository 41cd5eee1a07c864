export const studyStatuses = ["draft", "test", "pilot", "soft", "open", "paused", "closed"] as const;

/**
 * draft: being written. test: the house tries it, nothing counts. pilot: real calls, counted only by decision.
 * soft: real calls, few. open: in the field. paused: no new case goes out. closed: fieldwork is over.
 */
export type StudyStatus = (typeof studyStatuses)[number];

export function isStudyStatus(text: string): text is StudyStatus {
  return studyStatuses.some((status) => status === text);
}

const next: Record<StudyStatus, readonly StudyStatus[]> = {
  draft: ["test", "pilot", "soft", "open"],
  test: ["draft", "pilot", "soft", "open", "closed"],
  pilot: ["soft", "open", "paused", "closed"],
  soft: ["open", "paused", "closed"],
  open: ["paused", "closed"],
  paused: ["soft", "open", "closed"],
  closed: ["paused"],
};

/** Statuses that a study can go to from here. A closed field opens again only by way of paused. */
export function nextStatuses(from: StudyStatus): readonly StudyStatus[] {
  return next[from];
}

/** Do interviewers get cases of a study in this status? */
export function isInField(status: StudyStatus): boolean {
  return status === "pilot" || status === "soft" || status === "open" || status === "test";
}

export interface StudyReadiness {
  versions: number;
  cases: number;
  interviewers: number;
}

export type StatusBlocker = "notAllowed" | "noVersion" | "noCases" | "noTeam";

/** Why a study cannot go from one status to another; empty when it can. */
export function statusBlockers(from: StudyStatus, to: StudyStatus, ready: StudyReadiness): StatusBlocker[] {
  if (!next[from].includes(to)) return ["notAllowed"];
  if (!isInField(to)) return [];
  const blockers: StatusBlocker[] = [];
  if (ready.versions === 0) blockers.push("noVersion");
  if (ready.cases === 0) blockers.push("noCases");
  if (ready.interviewers === 0) blockers.push("noTeam");
  return blockers;
}
