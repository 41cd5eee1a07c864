import type { Deps } from "../deps.ts";
import { bands, type CaseDoc, windowedStates } from "./case.ts";
import { caseModel } from "./case-model.ts";
import { pushStep, stepTo } from "./case-step.ts";

/** Makes every case ready whose window has come, in one bulk write. */
export async function openWindows(deps: Deps, now: Date): Promise<number> {
  const done = await caseModel(deps.db).collection.updateMany(
    { state: { $in: windowedStates }, windowFrom: { $lte: now } },
    { $set: { state: "ready" }, $inc: { planRevision: 1 } },
  );
  return done.modifiedCount;
}

/** A hard appointment that was not dialed in time goes on as a call-back. */
export async function missAppointments(deps: Deps, studyId: string, before: Date): Promise<number> {
  const cases = caseModel(deps.db).collection;
  const late = (await cases
    .find({ studyId, state: "ready", band: bands.hardAppointment, "appointment.for": { $lt: before } })
    .project({ planRevision: 1, appointment: 1, state: 1 })
    .limit(1000)
    .toArray()) as unknown as CaseDoc[];
  if (late.length === 0) return 0;
  const done = await cases.bulkWrite(
    late.map((item) => ({
      updateOne: {
        filter: { _id: item._id as never, planRevision: item.planRevision },
        update: {
          $set: { band: bands.callBack, why: missed(item) },
          $push: pushStep(stepTo(deps.clock.now(), { state: item.state, why: missed(item) })),
          $inc: { planRevision: 1 },
        },
      },
    })) as never,
  );
  return done.modifiedCount;
}

function missed({ appointment }: Pick<CaseDoc, "appointment">): CaseDoc["why"] {
  const params = { at: appointment?.for.toISOString() ?? "", zone: appointment?.zone ?? "UTC" };
  return { code: "appointment-missed", params };
}

/** Lets every lease end then. @returns how many */
export async function setLeasesUntil(deps: Deps, until: Date): Promise<number> {
  const done = await caseModel(deps.db).collection.updateMany(
    { "lease.until": { $exists: true } },
    { $set: { "lease.until": until } },
  );
  return done.modifiedCount;
}

/** Cases whose lease ran out before `now`, oldest first. */
export async function expiredLeases(deps: Deps, now: Date, limit = 500): Promise<CaseDoc[]> {
  return (await caseModel(deps.db)
    .collection.find({ "lease.until": { $lt: now } })
    .sort({ "lease.until": 1 })
    .limit(limit)
    .toArray()) as unknown as CaseDoc[];
}
