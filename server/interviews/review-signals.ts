import { type Compiled, codebook, type InterviewState, row } from "../../surveys/engine/index.ts";
import { numberSummary } from "../results/number-summary.ts";

/** Something about an interview that is worth a look before it is accepted; never a verdict. */
export type ReviewSignal =
  /** Its questions took this share of the time that they usually take. */
  | { code: "fast"; share: number }
  /** So many of its grids have the same answer in every row. */
  | { code: "straight"; grids: number; of: number }
  /** So many of its questions were answered by don't know or refused. */
  | { code: "specials"; answers: number; of: number };

/** House rule: less than half of the usual time. */
const fastBelow = 0.5;
/** House rule: with fewer measured completes nobody knows what is usual. */
const fewestPaces = 20;
/** House rule: shorter grids, and those with two answers, are easily the same all through. */
const fewestRows = 5;
const fewestChoices = 3;
/** House rule: a quarter of the questions, and so many at least. */
const specialsFrom = 0.25;
const fewestSpecials = 4;

/** What an interview and its study have to do with each other in time. */
export interface Pace {
  /** Milliseconds on screens for each answer of this interview; null: nothing was measured. */
  own: number | null;
  /** The median of the latest completes of the study; null: too few. */
  usual: number | null;
}

/** Milliseconds on screens for each stored answer; null where no time was measured. */
export function paceOf({ activeMs, answers }: { activeMs: number; answers: number }): number | null {
  return activeMs > 0 && answers > 0 ? activeMs / answers : null;
}

/** The median pace; null with fewer than 20. */
export function usualPace(paces: readonly number[]): number | null {
  if (paces.length < fewestPaces) return null;
  const counts = new Map<number, number>();
  for (const pace of paces) counts.set(pace, (counts.get(pace) ?? 0) + 1);
  return numberSummary(counts)?.median ?? null;
}

/**
 * Speeding: less than half of the time for an answer that the study's completes take at the median. By the answer and
 * not by the interview, because a short route through the questionnaire is no fault. The relative speed and its
 * factor of two: D. J. Leiner, Too Fast, too Straight, too Weird, Survey Research Methods 13 (2019) 3; there it is
 * about respondents in front of a screen, so the limit is a house rule here.
 */
export function fastSignal({ own, usual }: Pace): ReviewSignal | null {
  if (own === null || usual === null || usual === 0) return null;
  const share = own / usual;
  return share < fastBelow ? { code: "fast", share } : null;
}

/** The values of one grid, row by row; special answers are left out. */
export interface GridAnswers {
  values: readonly string[];
  /** How many answers there were to choose from. */
  choices: number;
}

/**
 * Straight-lining ("simple nondifferentiation": every row has the same answer) in half or more of the grids with at
 * least five rows and three answers. The measure: Y. Kim et al., Straightlining: Overview of Measurement, Social
 * Science Computer Review 37 (2019) 2; which grids count and how many of them are a house rule.
 */
export function straightSignal(grids: readonly GridAnswers[]): ReviewSignal | null {
  const long = grids.filter(({ values, choices }) => values.length >= fewestRows && choices >= fewestChoices);
  const straight = long.filter(({ values }) => new Set(values).size === 1);
  if (straight.length === 0 || straight.length * 2 < long.length) return null;
  return { code: "straight", grids: straight.length, of: long.length };
}

/**
 * Don't know and refused in a quarter of the questions or more, and in four at least: the item nonresponse that J. A.
 * Krosnick names among the signs of satisficing (Applied Cognitive Psychology 5 (1991) 3). The limits are a house rule.
 */
export function specialsSignal({ answers, of }: { answers: number; of: number }): ReviewSignal | null {
  return answers >= fewestSpecials && answers >= of * specialsFrom ? { code: "specials", answers, of } : null;
}

export interface AnswerFacts {
  /** Questions on the route. */
  asked: number;
  /** Don't know and refused among them. */
  specials: number;
  grids: GridAnswers[];
}

/** What the signals need of the answers. */
export function answerFacts(compiled: Compiled, state: InterviewState): AnswerFacts {
  const cells = row(compiled, state);
  const grids = new Map<string, { values: string[]; choices: number }>();
  let [asked, specials] = [0, 0];
  for (const variable of codebook(compiled).variables) {
    if (variable.from !== "answer") continue;
    const cell = cells[variable.name] ?? "notAsked";
    if (cell === "notAsked") continue;
    asked++;
    if (typeof cell === "string") continue;
    if ("s" in cell) {
      if (cell.s === "dk" || cell.s === "refused") specials++;
    } else if (variable.row) {
      // A grid inside a roster is another grid for each of its items.
      const item = variable.name.slice(`${variable.question}_${variable.row.code}`.length);
      const grid = grids.get(variable.question + item) ?? { values: [], choices: choicesOf(variable) };
      grid.values.push(JSON.stringify(cell.v));
      grids.set(variable.question + item, grid);
    }
  }
  return { asked, specials, grids: [...grids.values()] };
}

function choicesOf({
  options,
  min,
  max,
}: {
  options: readonly unknown[];
  min: number | null;
  max: number | null;
}): number {
  return min === null || max === null ? options.length : max - min + 1;
}

/** Everything that points at this interview, the strongest first; empty for most. */
export function reviewSignals(pace: Pace, facts: AnswerFacts): ReviewSignal[] {
  return [
    fastSignal(pace),
    straightSignal(facts.grids),
    specialsSignal({ answers: facts.specials, of: facts.asked }),
  ].filter((signal) => signal !== null);
}
