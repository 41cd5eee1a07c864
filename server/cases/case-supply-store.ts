import type { Deps } from "../deps.ts";
import { attemptId } from "./attempt.ts";
import { attemptModel } from "./attempt-model.ts";
import type { Appointment, CaseDoc, CaseState } from "./case.ts";
import { caseModel } from "./case-model.ts";

export interface AppointmentLine {
  _id: string;
  reference: string;
  state: CaseState;
  appointment: Appointment;
  lease: { name: string } | null;
}

/** Cases that nobody calls any more because a quota cell has filled. */
const notNeeded = { state: "blocked", "why.code": "quota-full" };
const stillToCall = { state: { $ne: "final" }, $nor: [notNeeded] };

/** Appointments of a study that are to be kept, the earliest first. */
export async function listAppointments(
  deps: Deps,
  query: { studyId: string; limit: number },
): Promise<AppointmentLine[]> {
  return (await caseModel(deps.db)
    .collection.find({
      "appointment.for": { $exists: true },
      studyId: query.studyId,
      ...stillToCall,
    })
    .project({ reference: 1, state: 1, appointment: 1, "lease.name": 1 })
    .sort({ "appointment.for": 1 })
    .limit(query.limit)
    .toArray()) as unknown as AppointmentLine[];
}

/** An appointment that nobody keeps because the quota cell of its case is full. */
export type UnneededLine = Pick<AppointmentLine, "_id" | "reference" | "appointment"> & {
  /** Since when. */
  at: Date | null;
  cell: string;
};

/** Such appointments of a study whose time is later than `from`, the earliest first. */
export async function listUnneeded(
  deps: Deps,
  query: { studyId: string; from: Date; limit: number },
): Promise<UnneededLine[]> {
  const found = (await caseModel(deps.db)
    .collection.find({ "appointment.for": { $gte: query.from }, studyId: query.studyId, ...notNeeded })
    .project({ reference: 1, appointment: 1, blocked: 1, why: 1 })
    .sort({ "appointment.for": 1 })
    .limit(query.limit)
    .toArray()) as unknown as (AppointmentLine & Pick<CaseDoc, "blocked" | "why">)[];
  return found.map(({ _id, reference, appointment, blocked, why }) => ({
    ...{ _id, reference, appointment, at: blocked?.at ?? null, cell: String(why.params.cell ?? "") },
  }));
}

/** Ready cases of a study by band and pool, from the index of the claim alone. */
export async function countReady(
  deps: Deps,
  studyId: string,
): Promise<{ band: number; pool: string; ready: number }[]> {
  const rows = await caseModel(deps.db)
    .collection.aggregate<{ _id: { band: number; pool: string }; ready: number }>([
      { $match: { studyId, state: "ready" } },
      { $group: { _id: { band: "$band", pool: "$pool" }, ready: { $sum: 1 } } },
    ])
    .toArray();
  return rows.map(({ _id, ready }) => ({ ..._id, ready }));
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
      ...stillToCall,
      "appointment.kind": "hard",
      ...(query.but ? { _id: { $ne: query.but as never } } : {}),
    })
    .project({ studyId: 1, "appointment.for": 1 })
    .toArray()) as unknown as { studyId: string; appointment: Appointment }[];
  return found.map(({ studyId, appointment }) => ({ studyId, for: appointment.for }));
}

/**
 * Appointments to the minute of a study whose time as it was agreed fell in [from, to), by the time that holds since a
 * supervisor changed it, each with the case's next attempt, or since when
 * it is not needed any more because its quota cell is full.
 */
export async function pastAppointments(
  deps: Deps,
  query: { studyId: string; from: Date; to: Date },
): Promise<{ for: Date; next: Date | null; unneeded: Date | null }[]> {
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
  const nextOf = ({ caseId, no }: { caseId: string; no: number }) =>
    startOf.get(attemptId(caseId, no + 1)) ?? null;
  const waiting = agreed.filter((one) => nextOf(one) === null).map(({ caseId }) => caseId);
  const cases = caseModel(deps.db).collection;
  const [blocked, past] = (await Promise.all([
    cases.find({ _id: { $in: waiting as never[] }, ...notNeeded }, { projection: { blocked: 1 } }).toArray(),
    cases
      .find(
        {
          _id: { $in: agreed.map(({ caseId }) => caseId) as never[] },
          $or: [{ lapsed: { $exists: true } }, { rescheduled: { $exists: true } }],
        },
        { projection: { lapsed: 1, rescheduled: 1 } },
      )
      .toArray(),
  ])) as unknown as [Pick<CaseDoc, "_id" | "blocked">[], Pick<CaseDoc, "_id" | "lapsed" | "rescheduled">[]];
  // Cases blocked by an older version do not say since when.
  const since = new Map(blocked.map((item) => [item._id, item.blocked?.at ?? new Date(0)]));
  const passed = new Set(
    past.flatMap((item) => (item.lapsed ?? []).map((at) => `${item._id} ${at.getTime()}`)),
  );
  const changed = new Map(
    past.flatMap((item) =>
      (item.rescheduled ?? []).map(({ agreed: was, to }) => [`${item._id} ${was.getTime()}`, to] as const),
    ),
  );
  return agreed.flatMap((one) => {
    const at = changed.get(`${one.caseId} ${one.appointment.for.getTime()}`) ?? one.appointment.for;
    // A supervisor has put it off: it has not come due.
    if (at >= query.to) return [];
    // It was not needed at its time; that somebody called later, when the target had risen, is another call.
    if (passed.has(`${one.caseId} ${at.getTime()}`)) return { for: at, next: null, unneeded: at };
    return { for: at, next: nextOf(one), unneeded: since.get(one.caseId) ?? null };
  });
}
