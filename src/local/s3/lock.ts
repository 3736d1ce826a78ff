/** Runs acts of one name one after the other; acts of different names do not wait for each other. */
export type Locks = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/** Makes a set of named locks that live as long as this process. */
export function createLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return async (name, act) => {
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.then(act, act);
    const tail = mine.then(
      () => undefined,
      () => undefined,
    );
    tails.set(name, tail);
    try {
      return await mine;
    } finally {
      if (tails.get(name) === tail) tails.delete(name);
    }
  };
}
