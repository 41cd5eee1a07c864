import type { Deps } from "../deps.ts";
import { bands } from "./case.ts";
import { countAttemptsSince, countReady } from "./case-supply-store.ts";

export {
  type AppointmentLine,
  hardAppointmentsBetween,
  listAppointments,
  listUnneeded,
  pastAppointments,
} from "./case-supply-store.ts";

export interface Supply {
  bands: { band: keyof typeof bands; ready: number; minutes: number | null }[];
  ready: number;
  /** Attempts a minute over the last half hour. */
  pace: number;
  /** How long the ready cases last at that pace, in minutes; null while nobody calls. */
  minutes: number | null;
}

const windowMinutes = 30;

/** Ready cases of a study by band, and for how many minutes they last at the pace of the last half hour. */
export async function caseSupply(deps: Deps, studyId: string): Promise<Supply> {
  const from = new Date(deps.clock.now().getTime() - windowMinutes * 60_000);
  const [ready, attempts] = await Promise.all([
    countReady(deps, studyId),
    countAttemptsSince(deps, studyId, from),
  ]);
  const pace = attempts / windowMinutes;
  const lasts = (cases: number) => (pace > 0 ? Math.round(cases / pace) : null);
  const lines = (Object.keys(bands) as (keyof typeof bands)[]).map((band) => {
    const count = ready.get(bands[band]) ?? 0;
    return { band, ready: count, minutes: lasts(count) };
  });
  const total = lines.reduce((sum, line) => sum + line.ready, 0);
  return { bands: lines, ready: total, pace, minutes: lasts(total) };
}
