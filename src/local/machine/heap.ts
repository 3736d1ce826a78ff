/** A binary heap: the smallest element by `before` comes out first. Push and pop cost O(log n). */
export interface Heap<T> {
  readonly size: () => number;
  readonly peek: () => T | undefined;
  readonly push: (value: T) => void;
  readonly pop: () => T | undefined;
  /** Every element, in no promised order. */
  readonly items: () => readonly T[];
}

/** Makes an empty heap. Equal elements come out in no promised order, so callers that care add a sequence number. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];

  const sink = (start: number): void => {
    const value = items[start]!;
    let at = start;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child += 1;
      if (!before(items[child]!, value)) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = value;
  };

  return {
    size: () => items.length,
    peek: () => items[0],
    push: (value) => {
      let at = items.length;
      items.push(value);
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!before(value, items[parent]!)) break;
        items[at] = items[parent]!;
        at = parent;
      }
      items[at] = value;
    },
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink(0);
      }
      return first;
    },
    items: () => items,
  };
}
