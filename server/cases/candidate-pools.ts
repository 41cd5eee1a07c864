import { isOpen, nextOpening } from "../calling/calling-hours.ts";
import type { Policy } from "../calling/policy.ts";
import { parsePool } from "../calling/pool.ts";
import type { Deps } from "../deps.ts";
import { bands } from "./case.ts";
import { type Candidate, readCandidates, readyPools } from "./case-store.ts";
import type { FieldStudy } from "./field-study.ts";
import { countSupply, type StudySupply } from "./study-supply-store.ts";

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

/** The best cases of some pools; shared by all who ask, and shrinking as cases go out. */
export interface Shortlist {
  candidates: Candidate[];
  /** How many they were when they were read. */
  read: number;
}

interface Shelf {
  pools: Map<string, Kept<Promise<string[]>>>;
  shortlists: Map<string, Kept<Promise<Shortlist>>>;
  supplies: Map<string, Kept<Promise<StudySupply>>>;
}

const poolsKeptMs = 2000;
const shortlistKeptMs = 1000;
/** Many ask at once when there is nothing to call, and counting a large study takes half a second. */
const supplyKeptMs = 5000;
/** The planner, which looks every minute there, tells a process that writes alone what became ready. */
const soleWriterKeptMs = 60_000;
const poolSize = 512;
/** Hand-outs come from this many of the best, in random order, so that processes seldom meet. */
const topBand = 64;

const shelves = new WeakMap<Deps["db"], Shelf>();

function shelfOf(deps: Deps): Shelf {
  const shelf = shelves.get(deps.db) ?? { pools: new Map(), shortlists: new Map(), supplies: new Map() };
  shelves.set(deps.db, shelf);
  return shelf;
}

/** Kept for a short time; concurrent askers share one read. */
function keep<T>(
  deps: Deps,
  map: Map<string, Kept<Promise<T>>>,
  request: { key: string; ms: number; read: () => Promise<T> },
) {
  const { key, read } = request;
  const now = deps.clock.now().getTime();
  const ms = deps.config.soleWriter ? soleWriterKeptMs : request.ms;
  const found = map.get(key);
  if (found && now >= found.at && now - found.at < ms) return found.value;
  const value = read();
  map.set(key, { at: now, value });
  value.catch(() => map.delete(key));
  return value;
}

/** Does a case of this pool suit a person? */
export function suits(claimer: Claimer, study: FieldStudy, pool: string): boolean {
  const { language, skill } = parsePool(pool);
  if (!claimer.languages.includes(language)) return false;
  const own = study.team.find((member) => member.userId === claimer.id)?.skills ?? [];
  return skill === "" || claimer.skills.includes(skill) || own.includes(skill) || !study.skills.has(skill);
}

/** Pools of a study that suit a person, and those of them that may be called now. */
export async function poolsFor(deps: Deps, study: FieldStudy, claimer: Claimer) {
  const now = deps.clock.now();
  const read = () => readyPools(deps, study._id);
  const all = await keep(deps, shelfOf(deps).pools, { key: study._id, ms: poolsKeptMs, read });
  const suitable = all.filter((pool) => suits(claimer, study, pool));
  const open = suitable.filter((pool) => isCallable(study.policy, pool, now));
  return { all, suitable, open };
}

/** May cases of this pool be called at this time? */
export function isCallable(policy: Policy | null, pool: string, now: Date): boolean {
  const { place, atOwnRequest } = parsePool(pool);
  return policy !== null && (atOwnRequest || isOpen(policy.hours, place, now));
}

/** From when cases of this pool may be called, at this time or later; null when no hour comes. */
export function callableFrom(policy: Policy | null, pool: string, at: Date): Date | null {
  if (!policy || isCallable(policy, pool, at)) return policy && at;
  return nextOpening(policy.hours, parsePool(pool).place, at)?.from ?? null;
}

/** How many cases of a study are where; some seconds old at most. */
export function supplyOf(deps: Deps, studyId: string): Promise<StudySupply> {
  const read = () => countSupply(deps, studyId);
  return keep(deps, shelfOf(deps).supplies, { key: studyId, ms: supplyKeptMs, read });
}

/** Best candidates of a study for a person. */
export async function candidatesFor(deps: Deps, study: FieldStudy, claimer: Claimer): Promise<Candidate[]> {
  const { open } = await poolsFor(deps, study, claimer);
  if (open.length === 0) return [];
  const key = `${study._id}|${[...open].sort().join("|")}`;
  const read = async () => {
    const candidates = await readCandidates(deps, { studyId: study._id, pools: open, limit: poolSize });
    return { candidates, read: candidates.length };
  };
  const shortlist = await keep(deps, shelfOf(deps).shortlists, { key, ms: shortlistKeptMs, read });
  return shortlist.candidates;
}

/**
 * Forgets what can be out of date for somebody who found nothing: shortlists from which cases went out, and what was
 * read before now. @returns whether looking again can find more
 */
export async function forgetWorn(deps: Deps, studyIds: readonly string[]): Promise<boolean> {
  const { pools, shortlists } = shelfOf(deps);
  const now = deps.clock.now().getTime();
  const isOld = ({ at }: { at: number }) => at !== now && !deps.config.soleWriter;
  let worn = false;
  for (const studyId of studyIds) {
    const ofStudy = [...shortlists].filter(([key]) => key.split("|")[0] === studyId);
    const lists = await Promise.all(ofStudy.map(([, kept]) => kept.value));
    const known = pools.get(studyId);
    const isWorn =
      !known ||
      isOld(known) ||
      ofStudy.some(([, kept]) => isOld(kept)) ||
      lists.some(({ candidates, read }) => candidates.length < read);
    if (isWorn) forgetCandidates(deps, studyId);
    worn ||= isWorn;
  }
  return worn;
}

/** Forgets what was kept of a study: its pool ran empty, or it changed under the feet of a test. */
export function forgetCandidates(deps: Deps, studyId?: string): void {
  const shelf = shelfOf(deps);
  for (const map of [shelf.pools, shelf.shortlists, shelf.supplies])
    for (const key of [...map.keys()]) if (!studyId || key.split("|")[0] === studyId) map.delete(key);
}

/** Nobody calls a person known; an appointment with one interviewer is kept for that person for some minutes. */
export function isFor(candidate: Candidate, claimer: Claimer, study: FieldStudy, now: Date): boolean {
  const { appointment, notFor } = candidate;
  if (notFor?.includes(claimer.id)) return false;
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
