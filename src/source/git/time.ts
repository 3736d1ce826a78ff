/** Time and chance as a git source needs them; a simulation brings its own. */
export interface GitTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs a function once after a delay; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** A number from 0 (inclusive) to 1 (exclusive), for jitter. */
  random(): number;
}

/** The real time, with what is given in place of it. */
export function timeOf(given: Partial<GitTime>): GitTime {
  return {
    now: given.now ?? Date.now,
    after:
      given.after ??
      ((delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => {
          clearTimeout(timer);
        };
      }),
    random: given.random ?? Math.random,
  };
}

/** Resolves after a delay. */
export function pause(time: GitTime, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    time.after(delayMs, resolve);
  });
}
