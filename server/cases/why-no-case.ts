import { parsePool } from "../calling/pool.ts";
import type { Deps } from "../deps.ts";
import { type Claimer, callableFrom, isCallable, suits, supplyOf } from "./candidate-pools.ts";
import { type CaseState, windowedStates, workStates } from "./case.ts";
import type { FieldStudy } from "./field-study.ts";
import { type OpenSupply, openSupply } from "./open-supply.ts";
import { nextWindows, type OpeningWindow, type StudySupply } from "./study-supply-store.ts";

export type NoCaseReason =
  | "no-study"
  | "no-policy"
  | "outside-hours"
  | "no-skill"
  | "all-waiting"
  | "all-done"
  | "all-held";

/** When the next case becomes callable, and the zone of its respondent. */
type NextWindow = NonNullable<OpenSupply["opens"]>;

/** What keeps cases from a person now; each case is under one of them. */
export const keptBack = [
  /** Ready, but it is outside the hours where the respondents are. */
  "outside-hours",
  "other-language",
  "other-skill",
  /** Ready and inside the hours, but a rule says no at this moment, or the time is kept for a colleague. */
  "rule",
  /** Without a calling policy nothing is dialed. */
  "no-policy",
  "appointment",
  "waiting",
  "rest",
  "suspended",
  "hold-information",
  "at-work",
  "hold-language",
  "hold-supervisor",
  "quota",
  "blocked",
  "held",
  "final",
] as const;
export type KeptBack = (typeof keptBack)[number];

export interface KeptLine {
  reason: KeptBack;
  cases: number;
  /** When the first of them can be called, and in which zone that is; null when no time ends it. */
  next: NextWindow | null;
}

/** Why a claim came back empty: one reason, the counts behind it and the nearest time. */
export interface NoCase {
  none: NoCaseReason;
  nextAt: Date | null;
  /** Zone of the respondent to whom `nextAt` belongs. */
  zone: string | null;
  /** Cases per state over the person's studies. */
  counts: Record<string, number>;
  /** Cases per reason, only those with cases, the soonest to end first. */
  lines: KeptLine[];
}

/** Answers "why do I get nothing", by figures that are some seconds old at most; the times are of now. */
export async function whyNoCase(deps: Deps, claimer: Claimer, studies: FieldStudy[]): Promise<NoCase> {
  if (studies.length === 0) return { none: "no-study", nextAt: null, zone: null, counts: {}, lines: [] };
  const ids = studies.map((study) => study._id);
  const [supplies, windows] = await Promise.all([
    Promise.all(ids.map((id) => supplyOf(deps, id))),
    nextWindows(deps, ids),
  ]);
  const now = deps.clock.now();
  const ready = studies.map((study, index) => readyLines(study, supplies[index]?.pools ?? [], claimer, now));
  const nextIn = (state: CaseState) => nextOf(studies, windows[state] ?? [], now);
  const lines = merged([...ready.flat(), ...supplies.flatMap((supply) => stateLines(supply, nextIn))]);
  const next = soonest(lines.flatMap(({ next }) => next ?? []));
  return {
    none: mainReason(studies, lines),
    nextAt: next?.at ?? null,
    zone: next?.zone ?? null,
    counts: countsOf(supplies),
    lines,
  };
}

function readyLines(study: FieldStudy, pools: StudySupply["pools"], claimer: Claimer, now: Date): KeptLine[] {
  const line = (reason: KeptBack, some: StudySupply["pools"]): KeptLine => {
    const { ready, opens } = openSupply(study, some, now);
    return { reason, cases: ready, next: reason === "outside-hours" ? opens : null };
  };
  if (!study.policy) return [line("no-policy", pools)];
  const spoken = pools.filter(({ pool }) => claimer.languages.includes(parsePool(pool).language));
  const suitable = spoken.filter(({ pool }) => suits(claimer, study, pool));
  const open = suitable.filter(({ pool }) => isCallable(study.policy, pool, now));
  const without = (all: StudySupply["pools"], some: StudySupply["pools"]) =>
    all.filter((one) => !some.includes(one));
  return [
    line("outside-hours", without(suitable, open)),
    line("other-language", without(pools, spoken)),
    line("other-skill", without(spoken, suitable)),
    line("rule", open),
  ];
}

function stateLines({ states, byQuota }: StudySupply, nextIn: (state: CaseState) => NextWindow | null) {
  const byTime: KeptLine[] = windowedStates.map((state) => ({
    ...{ reason: state, cases: states[state], next: nextIn(state) },
  }));
  const still = (reason: KeptBack, cases: number): KeptLine => ({ reason, cases, next: null });
  return [
    ...byTime,
    still(
      "at-work",
      workStates.reduce((sum, state) => sum + states[state], 0),
    ),
    ...(["hold-language", "hold-supervisor", "held", "final"] as const).map((state) =>
      still(state, states[state]),
    ),
    still("quota", byQuota),
    still("blocked", states.blocked - byQuota),
  ];
}

/** A window that has opened counts from now; one outside the hours from when they begin, unless the respondent wished it so. */
function nextOf(
  studies: readonly FieldStudy[],
  windows: readonly OpeningWindow[],
  now: Date,
): NextWindow | null {
  return soonest(
    windows.flatMap(({ studyId, pool, windowFrom }) => {
      const policy = studies.find(({ _id }) => _id === studyId)?.policy ?? null;
      const at = callableFrom(policy, pool, windowFrom > now ? windowFrom : now);
      return at ? [{ at, zone: parsePool(pool).place.zones[0] ?? "UTC" }] : [];
    }),
  );
}

function soonest(times: readonly NextWindow[]): NextWindow | null {
  return [...times].sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}

function merged(lines: readonly KeptLine[]): KeptLine[] {
  return keptBack.flatMap((reason) => {
    const own = lines.filter((line) => line.reason === reason && line.cases > 0);
    const cases = own.reduce((sum, line) => sum + line.cases, 0);
    return cases > 0 ? [{ reason, cases, next: soonest(own.flatMap(({ next }) => next ?? [])) }] : [];
  });
}

function countsOf(supplies: readonly StudySupply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { states } of supplies)
    for (const [state, cases] of Object.entries(states))
      if (cases > 0) counts[state] = (counts[state] ?? 0) + cases;
  return counts;
}

function mainReason(studies: readonly FieldStudy[], lines: readonly KeptLine[]): NoCaseReason {
  const has = (...reasons: KeptBack[]) => lines.some(({ reason }) => reasons.includes(reason));
  if (studies.every((study) => !study.policy)) return "no-policy";
  if (has("outside-hours") && !has("rule")) return "outside-hours";
  if (has("other-language", "other-skill") && !has("rule")) return "no-skill";
  if (lines.some(({ next }) => next !== null)) return "all-waiting";
  return has("held", "hold-supervisor", "quota", "blocked") ? "all-held" : "all-done";
}
