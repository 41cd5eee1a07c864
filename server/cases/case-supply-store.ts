import type { Deps } from "../deps.ts";
import { attemptId } from "./attempt.ts";
import { attemptModel } from "./attempt-model.ts";
import type { Appointment, CaseState } from "./case.ts";
import { caseModel } from "./case-model.ts";

export interface AppointmentLine {
  _id: string;
  reference: string;
  state: CaseState;
  appointment: Appointment;
  lease: { name: string } | null;
}

/** Open appointments of a study, the earliest first. */
export async function listAppointments(
  deps: Deps,
  query: { studyId: string; limit: number },
): Promise<AppointmentLine[]> {
  return (await caseModel(deps.db)
    .collection.find({
      "appointment.for": { $exists: true },
      studyId: query.studyId,
      state: { $ne: "final" },
    })
    .project({ reference: 1, state: 1, appointment: 1, "lease.name": 1 })
    .sort({ "appointment.for": 1 })
    .limit(query.limit)
    .toArray()) as unknown as AppointmentLine[];
}

/** Ready cases of a study by band. */
export async function countReady(deps: Deps, studyId: string): Promise<Map<number, number>> {
  const rows = await caseModel(deps.db)
    .collection.aggregate<{ _id: number; n: number }>([
      { $match: { studyId, state: "ready" } },
      { $group: { _id: "$band", n: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, n }) => [_id, n]));
}

/** Attempts of a study that began since `from`. */
export async function countAttemptsSince(deps: Deps, studyId: string, from: Date): Promise<number> {
  return attemptModel(deps.db).collection.countDocuments({ studyId, startedAt: { $gte: from } });
}

/** Open appointments to the minute of some studies in [from, to), with their studies; `but` leaves out one case. */
export async function hardAppointmentsBetween(
  deps: Deps,
  query: { studyIds: string[]; from: Date; to: Date; but?: string },
): Promise<{ studyId: string; for: Date }[]> {
  const found = (await caseModel(deps.db)
    .collection.find({
      "appointment.for": { $gte: query.from, $lt: query.to },
      studyId: { $in: query.studyIds },
      state: { $ne: "final" },
      "appointment.kind": "hard",
      ...(query.but ? { _id: { $ne: query.but as never } } : {}),
    })
    .project({ studyId: 1, "appointment.for": 1 })
    .toArray()) as unknown as { studyId: string; appointment: Appointment }[];
  return found.map(({ studyId, appointment }) => ({ studyId, for: appointment.for }));
}

/** Appointments to the minute of a study whose time fell in [from, to), each with the case's next attempt. */
export async function pastAppointments(
  deps: Deps,
  query: { studyId: string; from: Date; to: Date },
): Promise<{ for: Date; next: Date | null }[]> {
  const attempts = attemptModel(deps.db).collection;
  const agreed = (await attempts
    .find({
      studyId: query.studyId,
      "appointment.for": { $gte: query.from, $lt: query.to },
      "appointment.kind": "hard",
    })
    .project({ caseId: 1, no: 1, "appointment.for": 1 })
    // While a study is young both indexes of its attempts look alike, and MongoDB remembers its choice.
    .hint({ studyId: 1, "appointment.for": 1 })
    .toArray()) as unknown as { caseId: string; no: number; appointment: { for: Date } }[];
  const next = (await attempts
    .find({ _id: { $in: agreed.map(({ caseId, no }) => attemptId(caseId, no + 1)) as never[] } })
    .project({ startedAt: 1 })
    .toArray()) as unknown as { _id: string; startedAt: Date }[];
  const startOf = new Map(next.map(({ _id, startedAt }) => [_id, startedAt]));
  return agreed.map(({ caseId, no, appointment }) => ({
    for: appointment.for,
    next: startOf.get(attemptId(caseId, no + 1)) ?? null,
  }));
}
