/** When a study will have its completes, from its own pace; days are counted from today. */
export interface ExpectedFinish {
  /** At the usual pace, and in four cases out of five between these two. null: at the slow end it never ends. */
  days: number;
  earliest: number;
  latest: number | null;
  /** Completes that the rest of the sample can bring at its yield so far, when that is too few; else null. */
  sampleBrings: number | null;
}

export interface Pace {
  /** Completes per day, oldest first, today last. */
  perDay: readonly number[];
  toGo: number;
  completes: number;
  cases: number;
  final: number;
}

/** So many whole days must have passed since the first complete before anything is said. */
const fewestDays = 3;
/** Two-sided 80 % of the standard normal. */
const z = 1.2816;

/**
 * Pure. The rate is the mean of the whole days since the first complete, quiet days included, so weekends count as
 * they come. The range is the one in which a sum of n such days reaches the goal: n·m ± z·s·sqrt(n + n²/k), with s the
 * standard deviation of the k days (the usual prediction interval of a sum).
 * @returns null while there is nothing to go, or too little to go by
 */
export function expectedFinish({ perDay, toGo, completes, cases, final }: Pace): ExpectedFinish | null {
  const whole = perDay.slice(0, -1);
  const days = whole.slice(whole.findIndex((count) => count > 0));
  if (toGo <= 0 || !whole.some((count) => count > 0) || days.length < fewestDays) return null;
  const mean = days.reduce((sum, count) => sum + count, 0) / days.length;
  const variance = days.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (days.length - 1);
  const spread = (n: number) => z * Math.sqrt(variance * (n + n ** 2 / days.length));
  const brings = final > 0 ? Math.floor((completes / final) * (cases - final)) : toGo;
  return {
    days: Math.ceil(toGo / mean),
    earliest: firstDay((n) => n * mean + spread(n) >= toGo) ?? 1,
    latest: firstDay((n) => n * mean - spread(n) >= toGo),
    sampleBrings: brings < toGo ? brings : null,
  };
}

/** Further ahead than this nobody plans a field. */
const furthest = 730;

function firstDay(reached: (n: number) => boolean): number | null {
  for (let n = 1; n <= furthest; n++) if (reached(n)) return n;
  return null;
}
