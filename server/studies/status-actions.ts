import {
  nextStatuses,
  type StatusBlocker,
  type StudyReadiness,
  type StudyStatus,
  statusBlockers,
} from "./study-status.ts";

export interface StatusAction {
  to: StudyStatus;
  /** Empty when the step can be taken now. */
  blockers: StatusBlocker[];
  kind: "main" | "plain" | "bad";
}

const kinds: Partial<Record<StudyStatus, StatusAction["kind"]>> = { open: "main", closed: "bad" };

/** The buttons of a study page: where the field can go from here, and what stands in the way. */
export function statusActions(from: StudyStatus, ready: StudyReadiness): StatusAction[] {
  return nextStatuses(from).map((to) => ({
    to,
    blockers: statusBlockers(from, to, ready),
    kind: kinds[to] ?? "plain",
  }));
}
