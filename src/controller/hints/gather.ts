import type { Clock } from '../clock.ts';

/** How long a hint waits for company. */
const GATHER_MS = 500;

/** Children end by the thousand: at most so often does that make one look at their array. */
const CHILDREN_MS = 10_000;

/** Turns many hints about an object into few looks: soon for a whole job, every ten seconds at the most for children. */
export function createGatherer(clock: Clock, look: (key: string) => void) {
  const looked = new Map<string, number>();
  const waiting = new Map<string, { readonly at: number; readonly cancel: () => void }>();

  return {
    hint(key: string, child: boolean): void {
      const now = clock.now();
      const soon = now + GATHER_MS;
      const at = child ? Math.max(soon, (looked.get(key) ?? -Infinity) + CHILDREN_MS) : soon;
      const before = waiting.get(key);
      if (before !== undefined && before.at <= at) return;
      before?.cancel();
      const cancel = clock.after(at - now, () => {
        waiting.delete(key);
        looked.set(key, clock.now());
        look(key);
      });
      waiting.set(key, { at, cancel });
    },
    stop(): void {
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
