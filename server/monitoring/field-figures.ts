import { outcomeLabels } from "../calling/outcome-labels.ts";
import type { Deps } from "../deps.ts";
import { houseZone } from "../house-zone.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import {
  completesPerDay,
  countCases,
  countOutcomes,
  type OutcomeCount,
  type StateCount,
} from "./field-figures-store.ts";

/** AAPOR codes of a complete interview. */
const completeCodes = ["1.0", "1.1"] as const;
const onCall = new Set(["leased", "dialing", "connected", "interview", "wrap-up"]);

export interface CaseFigures {
  cases: number;
  completes: number;
}

export interface StudyFigures extends CaseFigures {
  final: number;
  /** Never dialed: fresh, or not released yet. */
  untouched: number;
  /** Leased or on the line at this moment. */
  onCall: number;
  appointments: number;
  states: { state: string; count: number }[];
  outcomes: (OutcomeCount & { share: number; label: string })[];
  attempts: number;
}

const isComplete = ({ disposition }: StateCount) => completeCodes.some((code) => code === disposition);
const sum = (counts: { count: number }[]) => counts.reduce((total, { count }) => total + count, 0);

/** Cases and completes of several studies at once, by study id; a study without cases is not in the map. */
export async function fieldFigures(deps: Deps, studyIds: string[]): Promise<Map<string, CaseFigures>> {
  const counts = await countCases(deps.db, studyIds);
  const figures = new Map<string, CaseFigures>();
  for (const one of counts) {
    const before = figures.get(one.studyId) ?? { cases: 0, completes: 0 };
    figures.set(one.studyId, {
      cases: before.cases + one.count,
      completes: before.completes + (isComplete(one) ? one.count : 0),
    });
  }
  return figures;
}

/** Where the cases of a study are and what its attempts came to. */
export async function studyFigures(
  deps: Deps,
  study: Pick<StudyDoc, "_id" | "outcomes">,
  locale: string,
): Promise<StudyFigures> {
  const [counts, outcomes] = await Promise.all([
    countCases(deps.db, [study._id]),
    countOutcomes(deps.db, study._id),
  ]);
  const label = outcomeLabels(study.outcomes, locale);
  const states = new Map<string, number>();
  for (const { state, count } of counts) states.set(state, (states.get(state) ?? 0) + count);
  const inStates = (wanted: Set<string>) => sum(counts.filter(({ state }) => wanted.has(state)));
  return {
    cases: sum(counts),
    completes: sum(counts.filter(isComplete)),
    final: inStates(new Set(["final"])),
    untouched: sum(counts.filter(({ attempted }) => !attempted)),
    onCall: inStates(onCall),
    appointments: inStates(new Set(["appointment"])),
    states: [...states].map(([state, count]) => ({ state, count })).sort((a, b) => b.count - a.count),
    outcomes: outcomes.map((one) => ({
      ...one,
      share: one.count / sum(outcomes),
      label: label(one.outcome),
    })),
    attempts: sum(outcomes),
  };
}

export interface DayBar {
  /** "2026-11-19" */
  day: string;
  label: string;
  count: number;
  today: boolean;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Completes of the last `days` days in the server's time zone, days without any included. */
export async function completesByDay(deps: Deps, studyId: string, days: number): Promise<DayBar[]> {
  const timezone = houseZone();
  const dayOf = (at: Date) => new Intl.DateTimeFormat("en-CA", { timeZone: timezone }).format(at);
  const now = deps.clock.now();
  const from = new Date(now.getTime() - days * dayMs);
  const counted = await completesPerDay(deps.db, studyId, completeCodes, from, timezone);
  const byDay = new Map(counted.map(({ day, count }) => [day, count]));
  const today = dayOf(now);
  return Array.from({ length: days }, (_, index) => {
    const day = dayOf(new Date(now.getTime() - (days - 1 - index) * dayMs));
    return { day, label: String(Number(day.slice(8))), count: byDay.get(day) ?? 0, today: day === today };
  });
}
