import type { Deps } from "./deps.ts";

/** SplitMix32: small, fast, good enough for simulated people; never for secrets. Uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Deps whose ids and random numbers follow from a seed: same seed, same files. Ids keep the order of their making. */
export function seededDeps(parts: Omit<Deps, "newId" | "random">, seed: number): Deps {
  const ids = seededRandom(seed ^ 0x5bd1e995);
  let made = 0;
  const hex = (value: number, length: number) => value.toString(16).padStart(length, "0");
  return {
    ...parts,
    newId: () => hex(++made, 12) + hex(Math.floor(ids() * 2 ** 48), 12),
    random: seededRandom(seed),
  };
}
