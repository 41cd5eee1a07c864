/** Cases by class of the AAPOR Standard Definitions, 10th edition. UR is 3.20, NE not eligible. */
export interface DispositionCounts {
  I: number;
  P: number;
  R: number;
  NC: number;
  O: number;
  UH: number;
  UR: number;
  UO: number;
  NE: number;
}

export type DispositionClass = keyof DispositionCounts;

export type RateName =
  | `RR${1 | 2 | 3 | 4 | 5 | 6}`
  | `COOP${1 | 2 | 3 | 4}`
  | `REF${1 | 2 | 3}`
  | `CON${1 | 2 | 3}`;

/** Share of the unknown cases that is taken as eligible, 0 to 1. */
export type Eligible = number | { UH: number; UR: number; UO: number };

/**
 * All outcome rates of the AAPOR Standard Definitions, 10th edition (2023), as parts of 1; null where the
 * denominator is 0. RR5, RR6 and REF3 assume that no case of unknown eligibility is eligible: give a reason.
 * @param e share of the unknown cases taken as eligible, one for all or one per class; default K / (K + NE),
 * the share among known cases
 */
export function responseRates(
  counts: DispositionCounts,
  e: Eligible | null = eligibleShare(counts),
): Record<RateName, number | null> {
  const { I, P, R, O } = counts;
  const K = knownEligible(counts);
  const U = unknown(counts);
  const rate = (above: number, below: number | null) =>
    below === null || below === 0 ? null : above / below;
  const KU = K + U;
  // Without any known case there is no e, but it is not needed when nothing is unknown.
  const KeU = U === 0 ? K : e === null ? null : K + eligibleUnknown(counts, e);
  return {
    RR1: rate(I, KU),
    RR2: rate(I + P, KU),
    RR3: rate(I, KeU),
    RR4: rate(I + P, KeU),
    RR5: rate(I, K),
    RR6: rate(I + P, K),
    COOP1: rate(I, I + P + R + O),
    COOP2: rate(I + P, I + P + R + O),
    COOP3: rate(I, I + P + R),
    COOP4: rate(I + P, I + P + R),
    REF1: rate(R, KU),
    REF2: rate(R, KeU),
    REF3: rate(R, K),
    CON1: rate(I + P + R + O, KU),
    CON2: rate(I + P + R + O, KeU),
    CON3: rate(I + P + R + O, K),
  };
}

function eligibleUnknown(counts: DispositionCounts, e: Eligible): number {
  if (typeof e === "number") return e * unknown(counts);
  return e.UH * counts.UH + e.UR * counts.UR + e.UO * counts.UO;
}

/** K: cases known to be eligible. */
export function knownEligible({ I, P, R, NC, O }: DispositionCounts): number {
  return I + P + R + NC + O;
}

/** U: cases of which nobody knows whether they are eligible. */
export function unknown({ UH, UR, UO }: DispositionCounts): number {
  return UH + UR + UO;
}

/** e = K / (K + NE); null when no case is known. */
export function eligibleShare(counts: DispositionCounts): number | null {
  const K = knownEligible(counts);
  return K + counts.NE === 0 ? null : K / (K + counts.NE);
}

/** Class of a telephone disposition code such as "2.112" (10th edition: 3.20 is a class of its own). */
export function dispositionClass(code: string): DispositionClass {
  if (/^1\.[01]/.test(code) || code === "1") return "I";
  if (code.startsWith("1.2")) return "P";
  if (code.startsWith("2.1")) return "R";
  if (code.startsWith("2.2")) return "NC";
  if (code.startsWith("2.")) return "O";
  if (code.startsWith("3.1")) return "UH";
  if (code.startsWith("3.2")) return "UR";
  if (code.startsWith("3.")) return "UO";
  if (code.startsWith("4.")) return "NE";
  throw new Error(`"${code}" is no AAPOR disposition code; the first digit is 1 to 4`);
}
