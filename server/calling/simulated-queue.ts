import { MinHeap } from "./min-heap.ts";
import type { SimulatedCase } from "./simulated-case.ts";

/** In which order cases go out. "rules" is what the claim does; the others are for comparison. */
export const simulatedOrders = ["random", "fifo", "fifo+appointments", "rules"] as const;
export type SimulatedOrder = (typeof simulatedOrders)[number];

export interface SimulatedQueue {
  /** The case was planned anew, or refused until its `windowFrom`. */
  put(item: SimulatedCase, now: number): void;
  take(now: number, converter: boolean): SimulatedCase | undefined;
}

interface Entry {
  item: SimulatedCase;
  turn: number;
  at: number;
}

const isCurrent = (entry: Entry) => entry.turn === entry.item.turn;
const entryOf = (item: SimulatedCase): Entry => ({
  item,
  turn: item.turn,
  at: item.doc.windowFrom?.getTime() ?? 0,
});

/** Due cases by band and score, as the index of the claim has them; windows open as the planner opens them. */
export function rulesQueue(): SimulatedQueue {
  const waiting = new MinHeap<Entry>((a, b) => a.at < b.at);
  const better = (a: Entry, b: Entry) =>
    a.item.doc.band !== b.item.doc.band
      ? a.item.doc.band < b.item.doc.band
      : a.item.doc.band === 0
        ? a.at < b.at
        : a.item.doc.score > b.item.doc.score;
  const ready = new Map([
    ["", new MinHeap<Entry>(better)],
    ["converter", new MinHeap<Entry>(better)],
  ]);
  const heapOf = (item: SimulatedCase) => ready.get(item.doc.skill) ?? ready.get("");
  const top = (heap: MinHeap<Entry> | undefined) => {
    while (heap?.peek() && !isCurrent(heap.peek() as Entry)) heap.pop();
    return heap?.peek();
  };
  return {
    put(item, now) {
      const entry = entryOf(item);
      if (entry.at > now) waiting.push(entry);
      else heapOf(item)?.push(entry);
    },
    take(now, converter) {
      for (let next = waiting.peek(); next && next.at <= now; next = waiting.peek()) {
        waiting.pop();
        if (isCurrent(next)) heapOf(next.item)?.push(next);
      }
      const plain = top(ready.get(""));
      const hard = converter ? top(ready.get("converter")) : undefined;
      if (hard && (!plain || better(hard, plain))) return ready.get("converter")?.pop()?.item;
      return plain ? ready.get("")?.pop()?.item : undefined;
    },
  };
}

/** The queue goes round; appointments either wait in it like all others, or go first when they are due. */
export function plainQueue(options: { appointments: boolean; random?: () => number }): SimulatedQueue {
  const due = new MinHeap<Entry>((a, b) => a.at < b.at);
  let line: Entry[] = [];
  let head = 0;
  return {
    put(item) {
      const entry = entryOf(item);
      if (options.appointments && item.doc.state === "appointment") due.push(entry);
      else line.push(entry);
    },
    take(now) {
      const first = due.peek();
      if (first && first.at <= now) return due.pop()?.item;
      if (head > 10_000) {
        line = line.slice(head);
        head = 0;
      }
      if (head >= line.length) return undefined;
      if (options.random) {
        const at = head + Math.floor(options.random() * (line.length - head));
        const picked = line[at] as Entry;
        line[at] = line[head] as Entry;
        line[head] = picked;
      }
      return line[head++]?.item;
    },
  };
}
