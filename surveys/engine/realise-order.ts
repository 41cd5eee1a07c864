import type { Order } from "./definition.ts";
import { randomStream, shuffle } from "./random.ts";

export interface Orderable {
  code: string;
  anchor: boolean;
}

/**
 * The order in which an interview meets options, rows or items. Anchored ones keep their slots, `stored`
 * (what was shown before) holds for ever, and what was added since comes last among the movable ones.
 * rotated: starts at a random one; reversed: half of the interviews go backwards.
 */
export function realiseOrder(
  elements: readonly Orderable[],
  order: Order,
  seed: string,
  key: string,
  stored?: readonly string[],
): string[] {
  const all = elements.map((element) => element.code);
  if (order === "given") return all;
  const movable = elements.filter((element) => !element.anchor).map((element) => element.code);
  const moved = stored ? keepStored(movable, stored) : draw(movable, order, seed, key);
  let next = 0;
  return elements.map((element) => (element.anchor ? element.code : (moved[next++] as string)));
}

function keepStored(movable: string[], stored: readonly string[]): string[] {
  const known = stored.filter((code) => movable.includes(code));
  return [...known, ...movable.filter((code) => !known.includes(code))];
}

function draw(codes: string[], order: Order, seed: string, key: string): string[] {
  const random = randomStream(seed, `order/${key}`);
  if (order === "random") return shuffle(codes, random);
  if (order === "reversed") return random() < 0.5 ? codes : codes.toReversed();
  const start = Math.floor(random() * codes.length);
  return [...codes.slice(start), ...codes.slice(0, start)];
}
