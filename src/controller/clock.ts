import { randomInt } from 'node:crypto';

/** Time as the controller needs it; a simulation brings its own. */
export interface Clock {
  /**
   * Milliseconds since 1970 that only ever grow while the process lives: jumps of the wall clock are not followed,
   * so that no wait becomes longer or shorter by them.
   */
  now(): number;
  /** Runs a function once after a delay; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** A number from 0 (inclusive) to 1 (exclusive), for jitter. */
  random(): number;
}

const MAX_TIMER_MS = 2 ** 31 - 1;

/** The real time: the wall clock at the start, and the monotonic one from then on. */
export function systemClock(): Clock {
  const wall = Date.now();
  const origin = performance.now();
  return {
    now: () => Math.round(wall + performance.now() - origin),
    after(delayMs, run) {
      const timer = setTimeout(run, Math.min(MAX_TIMER_MS, Math.max(0, delayMs)));
      return () => {
        clearTimeout(timer);
      };
    },
    random: () => randomInt(2 ** 32) / 2 ** 32,
  };
}
