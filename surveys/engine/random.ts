/**
 * The frozen random generator of interviews. Orders and draws of fielded studies depend on it: this file
 * must never change its output (test/surveys/engine/random.test.ts holds reference values).
 *
 * Name: fieldline-1 = sfc32 (Chris Doty-Humphrey, PractRand) seeded by four rounds of a 32-bit FNV-1a hash
 * of "seed/stream" with the finalizer of MurmurHash3, twelve values discarded.
 */
export type Random = () => number;

/** One stream per element: the same seed and name always give the same numbers in [0, 1). */
export function randomStream(seed: string, name: string): Random {
  const text = `${seed}/${name}`;
  let [a, b, c, d] = [hash32(text, 1), hash32(text, 2), hash32(text, 3), 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** 32 bits of a text; `round` gives independent hashes of the same text. */
export function hash32(text: string, round = 0): number {
  let hash = 0x811c9dc5 ^ Math.imul(round, 0x9e3779b1);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A whole number from 0 to below `limit`. */
export function randomIndex(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

/** Fisher-Yates on a copy. */
export function shuffle<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let index = result.length - 1; index > 0; index--) {
    const other = randomIndex(random, index + 1);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}

/** Id of a roster item: eight base-36 letters, the same in browser and server, never reused. */
export function rosterItemId(seed: string, rosterKey: string, creationNumber: number): string {
  const text = `${seed}/item/${rosterKey}/${creationNumber}`;
  const letters = (hash32(text, 1) * 0x100000 + (hash32(text, 2) >>> 12)).toString(36).padStart(11, "0");
  return `i${letters.slice(-8)}`;
}
