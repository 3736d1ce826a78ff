import type { Source, WriteResult } from '../source/index.ts';

/** How long a status waits that could not be written: at first, and at the most. */
const FIRST_MS = 5_000;
const MAX_MS = 60_000;

/** Statuses that could not be written, and when they are tried again. */
export interface Rewrites {
  /** Whether a person has not been told of it: a remote that is down is said once, not once for every object and try. */
  isNews(result: WriteResult): boolean;
  /** Longer with every failure in a row. */
  delayMs(key: string): number;
  done(key: string): void;
}

export function createRewrites(source: Pick<Source, 'health'>): Rewrites {
  const delays = new Map<string, number>();
  let told = '';
  return {
    isNews({ outcome }) {
      const health = source.health?.();
      if (outcome !== 'failed' || health === undefined || health.ok) return true;
      const news = `${health.sinceMs} ${health.reason}`;
      if (told === news) return false;
      told = news;
      return true;
    },
    delayMs(key) {
      const ms = Math.min(MAX_MS, (delays.get(key) ?? FIRST_MS / 2) * 2);
      delays.set(key, ms);
      return ms;
    },
    done: (key) => void delays.delete(key),
  };
}
