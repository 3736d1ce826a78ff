/** Waiting lines, one a key, served in turn. */
export interface Turns<T> {
  add(key: string, value: T): void;
  /** The first of the key whose turn it is; undefined when nobody waits. */
  next(): T | undefined;
  remove(key: string, value: T): void;
  /** How many wait. */
  size(): number;
}

/** Round-robin over keys: a key that has been served goes to the end of the round. A Map keeps the round's order. */
export function createTurns<T>(): Turns<T> {
  const lines = new Map<string, T[]>();
  let count = 0;
  return {
    add: (key, value) => {
      const line = lines.get(key);
      if (line === undefined) lines.set(key, [value]);
      else line.push(value);
      count += 1;
    },
    next: () => {
      const round = lines.entries().next();
      if (round.done === true) return undefined;
      const [key, line] = round.value;
      lines.delete(key);
      const value = line.shift();
      if (line.length > 0) lines.set(key, line);
      count -= 1;
      return value;
    },
    remove: (key, value) => {
      const line = lines.get(key);
      const at = line?.indexOf(value) ?? -1;
      if (line === undefined || at < 0) return;
      line.splice(at, 1);
      if (line.length === 0) lines.delete(key);
      count -= 1;
    },
    size: () => count,
  };
}
