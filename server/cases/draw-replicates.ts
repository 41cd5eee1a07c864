import { shuffle } from "../shuffle.ts";

/** More replicates than this are nobody's plan, and a long page. */
export const mostReplicates = 1000;

/**
 * Draws the replicate of one case after the other: within each block of `replicates` cases every replicate comes once,
 * in random order. So each is a random part of the sample that is spread over the whole file, and no two differ by
 * more than one case.
 * @param random uniform in [0, 1)
 */
export function drawReplicates(replicates: number, random: () => number): () => number {
  const all = Array.from({ length: replicates }, (_, index) => index + 1);
  let block: number[] = [];
  return () => {
    if (block.length === 0) block = shuffle(all, random);
    return block.pop() ?? 1;
  };
}

/** How many cases the smallest and the largest replicate get. */
export function replicateSizes(cases: number, replicates: number): { least: number; most: number } {
  return { least: Math.floor(cases / replicates), most: Math.ceil(cases / replicates) };
}
