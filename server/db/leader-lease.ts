import { Schema } from "mongoose";
import type { Deps } from "../deps.ts";
import { defineModel } from "./define-model.ts";

interface LeaderDoc {
  _id: string;
  by: string;
  until: Date;
}

const schema = new Schema<LeaderDoc>({
  _id: { type: String, required: true },
  by: { type: String, required: true },
  until: { type: Date, required: true },
});

const leaderModel = defineModel<LeaderDoc>("leaders", schema);

/** A lease that ends later than one taken now, and by more than clocks differ, was written before the clock was set back. */
const differMs = 60_000;

/** Until when somebody leads, as it is stored; null: nobody ever did. */
export async function ledUntil(deps: Deps, job: string): Promise<Date | null> {
  const found = (await leaderModel(deps.db).collection.findOne({ _id: job as never })) as LeaderDoc | null;
  return found?.until ?? null;
}

/**
 * Takes or prolongs the leadership of a job for one process. One at a time has it; after `ms` without a sign of
 * life another one takes over. Work under it must stand being done twice: a slow leader learns late that it is none.
 */
export async function holdLeaderLease(deps: Deps, job: string, by: string, ms: number): Promise<boolean> {
  const now = deps.clock.now();
  const latest = new Date(now.getTime() + ms + differMs);
  const lease = { by, until: new Date(now.getTime() + ms) };
  try {
    const held = await leaderModel(deps.db).collection.findOneAndUpdate(
      { _id: job as never, $or: [{ by }, { until: { $lt: now } }, { until: { $gt: latest } }] } as never,
      { $set: lease } as never,
      { upsert: true, returnDocument: "after" },
    );
    return held !== null;
  } catch (error) {
    // Somebody else holds it: the upsert met the existing id.
    if ((error as { code?: number }).code === 11000) return false;
    throw error;
  }
}
