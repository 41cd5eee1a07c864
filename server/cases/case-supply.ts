import type { Deps } from "../deps.ts";
import { bands } from "./case.ts";
import { countAttemptsSince, countReady } from "./case-supply-store.ts";
import { fieldStudy } from "./field-study.ts";
import { type OpenSupply, openSupply } from "./open-supply.ts";

export {
  type AppointmentLine,
  hardAppointmentsBetween,
  listAppointments,
  listUnneeded,
  pastAppointments,
} from "./case-supply-store.ts";

export interface Supply {
  /** `now`: those of the ready ones whose respondents are inside the hours. Minutes count these. */
  bands: { band: keyof typeof bands; ready: number; now: number; minutes: number | null }[];
  ready: number;
  now: number;
  /** When the next hours begin while nothing can be called. */
  opens: OpenSupply["opens"];
  /** Attempts a minute over the last half hour. */
  pace: number;
  /** How long the cases that can be called now last at that pace, in minutes; null while nobody calls. */
  minutes: number | null;
}

const windowMinutes = 30;

/** Ready cases of a study by band, how many can be called now, and for how many minutes these last at the pace of the last half hour. */
export async function caseSupply(deps: Deps, studyId: string): Promise<Supply> {
  const now = deps.clock.now();
  const from = new Date(now.getTime() - windowMinutes * 60_000);
  const [ready, attempts, study] = await Promise.all([
    countReady(deps, studyId),
    countAttemptsSince(deps, studyId, from),
    fieldStudy(deps, studyId),
  ]);
  const pace = attempts / windowMinutes;
  const lasts = (cases: number) => (pace > 0 ? Math.round(cases / pace) : null);
  const policy = study?.policy ?? null;
  const lines = (Object.keys(bands) as (keyof typeof bands)[]).map((band) => {
    const open = openSupply(
      { policy },
      ready.filter((one) => one.band === bands[band]),
      now,
    );
    return { band, ready: open.ready, now: open.now, minutes: lasts(open.now) };
  });
  const all = openSupply({ policy }, ready, now);
  return { bands: lines, ...all, pace, minutes: lasts(all.now) };
}
