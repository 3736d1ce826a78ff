/** A list of whole numbers below 2^32 that grows, four bytes each. */
export interface Numbers {
  readonly length: number;
  get(at: number): number;
  set(at: number, value: number): void;
  push(value: number): void;
}

/** An empty list with room for `expected` numbers. */
export function createNumbers(expected = 1024): Numbers {
  let values = new Uint32Array(Math.max(16, expected));
  let length = 0;
  return {
    get length(): number {
      return length;
    },
    get: (at) => values[at]!,
    set: (at, value) => {
      values[at] = value;
    },
    push: (value) => {
      if (length === values.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
  };
}
