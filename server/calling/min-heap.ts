/** A queue that gives the least item first. */
export class MinHeap<T> {
  private readonly items: T[] = [];
  private readonly before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.before = before;
  }

  get size(): number {
    return this.items.length;
  }

  peek(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    let index = this.items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.before(item, this.items[parent] as T)) break;
      this.items[index] = this.items[parent] as T;
      index = parent;
    }
    this.items[index] = item;
  }

  pop(): T | undefined {
    const [top] = this.items;
    const last = this.items.pop();
    if (this.items.length === 0 || last === undefined) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.items.length) break;
      if (child + 1 < this.items.length && this.before(this.items[child + 1] as T, this.items[child] as T))
        child++;
      if (!this.before(this.items[child] as T, last)) break;
      this.items[index] = this.items[child] as T;
      index = child;
    }
    this.items[index] = last;
    return top;
  }
}
