/** Mean, median, standard deviation (n - 1), smallest and largest of values with their counts. */
export interface NumberSummary {
  n: number;
  mean: number;
  median: number;
  /** null for a single value. */
  deviation: number | null;
  min: number;
  max: number;
}

/** null when there is no value. */
export function numberSummary(counts: ReadonlyMap<number, number>): NumberSummary | null {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const n = sorted.reduce((sum, [, times]) => sum + times, 0);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last || n === 0) return null;
  const mean = sorted.reduce((sum, [value, times]) => sum + value * times, 0) / n;
  const squares = sorted.reduce((sum, [value, times]) => sum + times * (value - mean) ** 2, 0);
  const at = (rank: number): number => {
    let passed = 0;
    for (const [value, times] of sorted) {
      passed += times;
      if (passed > rank) return value;
    }
    return last[0];
  };
  return {
    n,
    mean,
    median: (at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2,
    deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    min: first[0],
    max: last[0],
  };
}

export interface Bin {
  from: number;
  /** Included for whole numbers, excluded otherwise (except in the last bin). */
  to: number;
  count: number;
}

const wanted = 10;

/** Cuts numbers into at most about ten bins with round limits (1, 2 or 5 times a power of ten). */
export function histogramBins(counts: ReadonlyMap<number, number>): Bin[] {
  const summary = numberSummary(counts);
  if (!summary) return [];
  const whole = [...counts.keys()].every(Number.isInteger);
  const width = roundWidth((summary.max - summary.min) / wanted, whole);
  const start = Math.floor(summary.min / width) * width;
  const bins = Math.floor((summary.max - start) / width) + 1;
  const result: Bin[] = Array.from({ length: bins }, (_, index) => {
    const from = tidy(start + index * width);
    return { from, to: tidy(whole ? from + width - 1 : from + width), count: 0 };
  });
  for (const [value, times] of counts) {
    const bin = result[Math.min(bins - 1, Math.floor((value - start) / width + 1e-9))];
    if (bin) bin.count += times;
  }
  return result;
}

function roundWidth(raw: number, whole: boolean): number {
  if (raw <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  const width = ([1, 2, 5, 10].find((step) => step * power >= raw) ?? 10) * power;
  return whole ? Math.max(1, Math.round(width)) : width;
}

const tidy = (value: number) => Number(value.toPrecision(12));
