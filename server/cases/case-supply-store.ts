import type { Deps } from "../deps.ts";
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
