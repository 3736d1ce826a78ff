import { uptime } from 'node:os';

/** The time as the lease needs it; a simulation brings its own. */
export interface StateClock {
  /** Wall clock in milliseconds since 1970. Written down for people, never decided upon. */
  now(): number;
  /** Milliseconds on a clock that only ever grows, goes on while the process is stopped, and means nothing elsewhere. */
  monotonicMs(): number;
  /** Runs a function once after a delay; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/**
 * The real time. On Linux the monotonic clock is the kernel's uptime, which unlike CLOCK_MONOTONIC also counts while
 * the machine is suspended: a laptop that was shut must not wake up believing that its lease still runs.
 */
export const systemClock: StateClock = {
  now: () => Date.now(),
  monotonicMs: process.platform === 'linux' ? () => uptime() * 1000 : () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};
