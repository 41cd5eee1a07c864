import { isOpen } from "../calling/calling-hours.ts";
import { parsePool } from "../calling/pool.ts";
import type { Deps } from "../deps.ts";
import { bands } from "./case.ts";
import { type Candidate, readCandidates, readyPools } from "./case-store.ts";
import type { FieldStudy } from "./field-study.ts";

/** Whom a claim is for. */
export interface Claimer {
  id: string;
  languages: string[];
  skills: string[];
}

interface Kept<T> {
  at: number;
  value: T;
}

interface Shelf {
  pools: Map<string, Kept<Promise<string[]>>>;
  candidates: Map<string, Kept<Promise<Candidate[]>>>;
}

const poolsKeptMs = 2000;
const candidatesKeptMs = 1000;
const poolSize = 512;
/** Hand-outs come from this many of the best, in random order, so that processes seldom meet. */
const topBand = 64;

const shelves = new WeakMap<Deps["db"], Shelf>();

function shelfOf(deps: Deps): Shelf {
  const shelf = shelves.get(deps.db) ?? { pools: new Map(), candidates: new Map() };
  shelves.set(deps.db, shelf);
  return shelf;
}

/** Kept for a short time; concurrent askers share one read. */
function keep<T>(
  map: Map<string, Kept<Promise<T>>>,
  key: string,
  now: number,
  ms: number,
  read: () => Promise<T>,
) {
  const found = map.get(key);
  if (found && now >= found.at && now - found.at < ms) return found.value;
  const value = read();
  map.set(key, { at: now, value });
  value.catch(() => map.delete(key));
  return value;
}

function suits(claimer: Claimer, study: FieldStudy, pool: string): boolean {
  const { language, skill } = parsePool(pool);
  if (!claimer.languages.includes(language)) return false;
  const own = study.team.find((member) => member.userId === claimer.id)?.skills ?? [];
  return skill === "" || claimer.skills.includes(skill) || own.includes(skill) || !study.skills.has(skill);
}

/** Pools of a study that suit a person, and those of them that may be called now. */
export async function poolsFor(deps: Deps, study: FieldStudy, claimer: Claimer) {
  const now = deps.clock.now();
  const all = await keep(shelfOf(deps).pools, study._id, now.getTime(), poolsKeptMs, () =>
    readyPools(deps, study._id),
  );
  const suitable = all.filter((pool) => suits(claimer, study, pool));
  const { policy } = study;
  const open = policy ? suitable.filter((pool) => isOpen(policy.hours, parsePool(pool).place, now)) : [];
  return { all, suitable, open };
}

/** Best candidates of a study for a person; the array is shared and shrinks as cases go out. */
export async function candidatesFor(deps: Deps, study: FieldStudy, claimer: Claimer): Promise<Candidate[]> {
  const { open } = await poolsFor(deps, study, claimer);
  if (open.length === 0) return [];
  const key = `${study._id}|${[...open].sort().join("|")}`;
  return keep(shelfOf(deps).candidates, key, deps.clock.now().getTime(), candidatesKeptMs, () =>
    readCandidates(deps, { studyId: study._id, pools: open, limit: poolSize }),
  );
}

/** Forgets what was kept of a study: its pool ran empty, or it changed under the feet of a test. */
export function forgetCandidates(deps: Deps, studyId?: string): void {
  const shelf = shelfOf(deps);
  for (const map of [shelf.pools, shelf.candidates])
    for (const key of [...map.keys()]) if (!studyId || key.split("|")[0] === studyId) map.delete(key);
}

/** An appointment with one interviewer is kept for that person for some minutes. */
export function isFor(candidate: Candidate, claimer: Claimer, study: FieldStudy, now: Date): boolean {
  const { appointment } = candidate;
  if (!appointment?.withUser || appointment.withUser === claimer.id) return true;
  const minutes = study.policy?.appointments.sameInterviewerMinutes ?? 0;
  return now.getTime() >= appointment.for.getTime() + minutes * 60_000;
}

/** Takes one candidate of the best band out of the shared array; undefined when none suits. */
export function takeCandidate(
  deps: Deps,
  candidates: Candidate[],
  suitable: (candidate: Candidate) => boolean,
): Candidate | undefined {
  const best = candidates.find(suitable);
  if (!best) return undefined;
  const top: number[] = [];
  for (let index = 0; index < candidates.length && top.length < topBand; index++) {
    const candidate = candidates[index];
    if (candidate?.band === best.band && suitable(candidate)) top.push(index);
  }
  // Due appointments go strictly by their time, the rest from a shuffled top.
  const pick = best.band === bands.hardAppointment ? 0 : Math.floor(deps.random() * top.length);
  return candidates.splice(top[pick] ?? 0, 1)[0];
}
